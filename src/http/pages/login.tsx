// The login of browsers: a token is given once and becomes a session. It works without script, and its address says
// where to go on to, which is a page of this server or the first one (login-path.ts).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import { z } from 'zod';
import type { Ports } from '../../workers/ports.js';
import type { Callers } from '../callers.js';
import { LOGIN_PATH, wayBack } from '../login-path.js';
import { recordChange } from '../record-changes.js';
import { parsed } from '../route.js';
import { tooManyTries } from '../security.js';
import { setCookie } from '../session-cookie.js';
import type { Assets } from './assets.js';
import { Head } from './document.js';

const MAX_LENGTH = 4_000;
const way = z.string().max(MAX_LENGTH).default('/').transform(wayBack);
const loginQuery = z.object({ to: way });
const loginForm = z.object({ token: z.string().trim().max(MAX_LENGTH).default(''), to: way });
const SEE_OTHER = 303;
const open = { config: { scope: 'open' } } as const;
const UNKNOWN = 'This is no token that counts: it may be mistyped, ended or revoked.';

export function serveLogin(app: FastifyInstance, ports: Ports, callers: Callers, assets: Assets): void {
  const { settings, log } = ports;
  app.get(LOGIN_PATH, open, async (request, reply) => {
    const { to } = parsed(loginQuery, request.query, 'query');
    const asker = await callers.of(request);
    return asker.status === 'known' ? reply.redirect(to, SEE_OTHER) : sendLogin(reply, assets, to, null);
  });
  app.post(LOGIN_PATH, open, async (request, reply) => {
    const { token, to } = parsed(loginForm, request.body ?? {}, 'form');
    const login = await callers.logIn(token, request);
    switch (login.status) {
      case 'known':
        await recordChange(request, { ...login.caller, kind: 'session' }, SEE_OTHER, ports);
        setCookie(reply, login.cookie, settings);
        return reply.redirect(to, SEE_OTHER);
      case 'unknown':
        log.warn({ requestId: request.id }, 'somebody gave a wrong token to the login');
        return sendLogin(reply.status(401), assets, to, UNKNOWN);
      case 'limited': {
        const { status, detail } = tooManyTries(login.retryAfterSeconds, reply);
        return sendLogin(reply.status(status), assets, to, detail);
      }
      default:
        return login satisfies never;
    }
  });
  app.post('/logout', open, (request, reply) => logOut(request, reply, callers, ports));
}

async function logOut(
  request: FastifyRequest,
  reply: FastifyReply,
  callers: Callers,
  ports: Ports,
): Promise<FastifyReply> {
  const caller = await callers.logOut(request);
  if (caller !== null) await recordChange(request, caller, SEE_OTHER, ports);
  setCookie(reply, null, ports.settings);
  return reply.redirect(LOGIN_PATH, SEE_OTHER);
}

function sendLogin(reply: FastifyReply, assets: Assets, to: string, complaint: string | null): FastifyReply {
  const html = renderToString(<Login assets={assets} to={to} complaint={complaint} />);
  return reply.type('text/html; charset=utf-8').send(`<!doctype html>${html}`);
}

function Login({ assets, to, complaint }: { assets: Assets; to: string; complaint: string | null }) {
  return (
    <html lang="en">
      <Head title="Log in" assets={assets} hasChart={false} />
      <body>
        <main id="main" class="login">
          <h1>Feedmill</h1>
          {complaint !== null && (
            <p class="notice bad" role="alert" id="complaint">
              {complaint}
            </p>
          )}
          <form method="post" action={LOGIN_PATH}>
            <input type="hidden" name="to" value={to} />
            {/* Password managers keep a token under a name. */}
            <input name="name" value="feedmill" autoComplete="username" readOnly hidden />
            <label>
              <span>Token</span>
              <input
                type="password"
                name="token"
                required
                autoComplete="current-password"
                aria-describedby={complaint === null ? 'hint' : 'complaint hint'}
              />
            </label>
            <button type="submit">Log in</button>
          </form>
          <p class="quiet" id="hint">
            <code>feedmill tokens create</code> on the machine of the service makes one; FEEDMILL_TOKEN is one
            as well. <a href={to}>Go on</a> if you are logged in already.
          </p>
        </main>
      </body>
    </html>
  );
}
