import { describe, expect, it } from 'vitest';
import { httpOrigin, testClient } from './origins.js';

const form = { 'hub.mode': 'subscribe', 'hub.topic': 'https://news.example/?a=1&b=ü' };

describe('post', () => {
  it('sends the form, again where a redirect keeps it, and nowhere else', async () => {
    const seen: string[] = [];
    const origin = await httpOrigin((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString('utf8');
      });
      request.on('end', () => {
        seen.push(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`);
        const status = Number(request.url?.slice(1));
        if (status < 400) response.writeHead(status, { location: '/202' }).end();
        else response.writeHead(status).end();
      });
    });
    const client = testClient();
    const sent = (status: number): string =>
      `POST /${status} application/x-www-form-urlencoded ${new URLSearchParams(form)}`;
    for (const status of [307, 308]) {
      const outcome = await client.post({ url: `${origin.url}/${status}`, form });
      expect(outcome).toMatchObject({ status: 'ok', httpStatus: 202 });
      expect(seen.splice(0)).toEqual([sent(status), sent(202)]);
    }
    for (const status of [301, 302, 303, 404, 503]) {
      const outcome = await client.post({ url: `${origin.url}/${status}`, form });
      expect(outcome).toMatchObject({ status: 'http-error', httpStatus: status });
      expect(seen.splice(0)).toEqual([sent(status)]);
    }
  });

  it('passes the guard at each hop as every request does', async () => {
    const origin = await httpOrigin((_request, response) =>
      response.writeHead(307, { location: 'http://169.254.169.254/' }).end(),
    );
    const client = testClient();
    expect(await client.post({ url: 'http://10.0.0.1/', form })).toMatchObject({ status: 'refused' });
    expect(await client.post({ url: origin.url, form })).toMatchObject({
      status: 'refused',
      rule: 'address',
    });
  });
});

describe('send', () => {
  const message = { body: '{"a":1}', contentType: 'application/json', headers: {} };

  it('takes every 2xx for a yes whatever it says of its body, and follows nothing', async () => {
    const asked: string[] = [];
    const origin = await httpOrigin((request, response) => {
      asked.push(request.url ?? '');
      const status = Number(request.url?.slice(1));
      response.writeHead(status, { location: '/200', 'content-encoding': 'x-of-their-own' }).end('whatever');
    });
    const client = testClient();
    const answers: [number, string][] = [
      [200, 'ok'],
      [202, 'ok'],
      [206, 'ok'],
      [302, 'http-error'],
      [307, 'http-error'],
      [410, 'http-error'],
    ];
    for (const [status, outcome] of answers)
      expect(await client.send({ ...message, url: `${origin.url}/${status}` })).toMatchObject({
        status: outcome,
        httpStatus: status,
      });
    expect(asked).toEqual(answers.map(([status]) => `/${status}`));
  });
});
