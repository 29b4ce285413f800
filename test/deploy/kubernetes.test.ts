// Guards files that nothing here runs: a name that no longer fits the image, the settings or the tables would be found
// by whoever deploys it, and by nobody before.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadSettings } from '../../src/config.js';
import { settingsTable } from '../../src/settings.js';
import { openDatabase } from '../../src/store/database.js';
import { modes, testPlace } from '../support/databases.js';
import {
  configMap,
  deployment,
  disruptionBudget,
  kustomization,
  scaledObject,
  secret,
  service,
} from './schemas.js';

const root = resolve(import.meta.dirname, '../..');
const folder = resolve(root, 'deploy/kubernetes');
const read = (file: string): unknown => parse(readFileSync(resolve(folder, file), 'utf8'));
const dockerfile = readFileSync(resolve(root, 'Dockerfile'), 'utf8');
const names = new Set(Object.values(settingsTable).map(({ env }) => env as string));

const api = deployment.parse(read('api.yaml'));
const workers = deployment.parse(read('workers.yaml'));
const config = configMap.parse(read('config.yaml'));
const secrets = secret.parse(read('secret.example.yaml'));
const keda = scaledObject.parse(read('keda.yaml'));

describe('deploy/kubernetes', () => {
  it('lists every file but the example of a secret', () => {
    const { resources } = kustomization.parse(read('kustomization.yaml'));
    const files = readdirSync(folder).filter(
      (file) => !['kustomization.yaml', 'secret.example.yaml'].includes(file),
    );
    expect(resources.toSorted()).toEqual(files.toSorted());
  });

  it('names settings that there are, with values that they can have', () => {
    const env = { ...config.data, ...secrets.stringData };
    expect(Object.keys(env).filter((name) => !names.has(name))).toEqual([]);
    expect(() => loadSettings(env, folder)).not.toThrow();
  });

  it.each([
    ['api', api],
    ['workers', workers],
  ])('%s fits the image, the config and the secret', (_name, { metadata, spec }) => {
    const [container] = spec.template.spec.containers;
    expect(spec.template.metadata.labels).toEqual(spec.selector.matchLabels);
    expect(spec.template.metadata.labels).toEqual(metadata.labels);
    expect(dockerfile).toContain(`EXPOSE ${container.ports[0]?.containerPort}`);
    expect(config.data['FEEDMILL_PORT']).toBe(String(container.ports[0]?.containerPort));
    const { version } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(container.image).toBe(`feedmill:${version}`);
    const [command = ''] = container.args;
    expect(existsSync(resolve(root, `src/cli/${command}.ts`))).toBe(true);
    expect(container.envFrom.map(({ configMapRef }) => configMapRef.name)).toEqual([config.metadata.name]);
    for (const { name, valueFrom } of container.env) {
      expect(names).toContain(name);
      expect(valueFrom.secretKeyRef.name).toBe(secrets.metadata.name);
      expect(Object.keys(secrets.stringData)).toContain(valueFrom.secretKeyRef.key);
    }
    expect(container.livenessProbe.httpGet.path).toBe('/livez');
    expect(container.readinessProbe.httpGet.path).toBe('/readyz');
    const grace = spec.template.spec.terminationGracePeriodSeconds * 1_000;
    expect(grace).toBeGreaterThan(Number(config.data['FEEDMILL_SHUTDOWN_MS']));
    expect(container.volumeMounts.map(({ name }) => name)).toEqual(
      spec.template.spec.volumes.map(({ name }) => name),
    );
  });

  it('leads the service to the API, and protects and scales the workers', () => {
    expect(service.parse(read('service.yaml')).spec.selector).toEqual(api.metadata.labels);
    const budget = disruptionBudget.parse(read('disruption.yaml'));
    expect(budget.spec.selector.matchLabels).toEqual(workers.metadata.labels);
    expect(keda.spec.scaleTargetRef.name).toBe(workers.metadata.name);
    const [container] = workers.spec.template.spec.containers;
    const [trigger] = keda.spec.triggers;
    expect(container.env.map(({ name }) => name)).toContain(trigger.metadata.connectionFromEnv);
  });

  it.runIf(modes.includes('postgres'))('asks the tables something that they can answer', async () => {
    const place = await testPlace('postgres');
    const database = await openDatabase(place.settings, null);
    const client = new pg.Client({ connectionString: place.settings.databaseUrl ?? '' });
    await client.connect();
    const [trigger] = keda.spec.triggers;
    expect((await client.query(trigger.metadata.query)).rows).toEqual([{ count: '0' }]);
    await client.end();
    await database.close(2_000);
    await place.remove();
  });

  it('refuses a field that is misspelt', () => {
    const [container] = api.spec.template.spec.containers;
    const { readinessProbe, ...rest } = container;
    const pod = { ...api.spec.template.spec, containers: [{ ...rest, readynessProbe: readinessProbe }] };
    const broken = { ...api, spec: { ...api.spec, template: { ...api.spec.template, spec: pod } } };
    expect(deployment.safeParse(broken).success).toBe(false);
  });
});
