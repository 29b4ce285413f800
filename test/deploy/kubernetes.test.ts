// The manifests are used where nobody tests them: a misspelt member is dropped by some clusters without a word.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { Secret } from 'kubernetes-models/v1/Secret';
import { Service } from 'kubernetes-models/v1/Service';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { loadSettings, settingsFile } from '../../src/config.js';
import { modes } from '../support/databases.js';
import { openStore } from '../support/open-store.js';
import { addArticles, newArticle } from '../support/rows.js';

const folder = join(import.meta.dirname, '../../deploy/kubernetes');
/** As it stands in the file: whether it is what its kind says is what the schemas decide. */
type Unchecked = never;
interface Manifest {
  file: string;
  kind: string;
  body: Unchecked;
}
const manifests = readdirSync(folder).flatMap((file): Manifest[] =>
  parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => {
    expect(document.errors, file).toEqual([]);
    const body: unknown = document.toJS();
    const { kind } = body as { kind: string };
    return { file, kind, body: body as Unchecked };
  }),
);

const models = {
  ConfigMap,
  Deployment,
  Namespace,
  NetworkPolicy,
  PodDisruptionBudget,
  ScaledObject,
  Secret,
  Service,
};
const ofKind = <M>(kind: keyof typeof models, Model: new (body: Unchecked) => M): M[] =>
  manifests.filter((one) => one.kind === kind).map(({ body }) => new Model(body));

/** The members that validating a manifest does not read: the schemas let them pass, and know nothing of them. */
function unknownMembers(Model: new (body: Unchecked) => { validate(): void }, body: Unchecked): string[] {
  const unread = new Set<string>();
  const watched = (value: unknown, path: string): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const parts = Object.entries(value).map(([name, inner]): [string, unknown] => {
      unread.add(`${path}.${name}`);
      return [name, watched(inner, `${path}.${name}`)];
    });
    const copy: object = Array.isArray(value) ? parts.map(([, inner]) => inner) : Object.fromEntries(parts);
    return new Proxy(copy, {
      get: (target, name) => {
        unread.delete(`${path}.${String(name)}`);
        return Reflect.get(target, name) as unknown;
      },
    });
  };
  // What a model is made with it copies, and so reads as a whole.
  Object.assign(new Model(body), watched(body, '')).validate();
  return [...unread];
}

const deployments = ofKind('Deployment', Deployment);
const containersOf = (deployment: Deployment) => deployment.spec?.template.spec?.containers ?? [];

describe('deploy/kubernetes', () => {
  it('has manifests that fit the schemas of Kubernetes and KEDA, and lists those that are applied', () => {
    const [kustomization] = manifests.filter(({ kind }) => kind === 'Kustomization') as [Manifest];
    const others = manifests.filter(({ kind }) => kind !== 'Kustomization');
    expect(others.length).toBeGreaterThan(8);
    for (const { file, kind, body } of others) {
      const Model = models[kind as keyof typeof models];
      expect(Model, `${file}: a kind that is not checked: ${kind}`).toBeDefined();
      expect(() => new Model(body).validate(), `${file}: ${kind}`).not.toThrow();
    }
    const { resources }: { resources: string[] } = kustomization.body;
    const files = new Set(others.map(({ file }) => file).filter((file) => file !== 'secret.example.yaml'));
    expect(new Set(resources)).toEqual(files);
  });

  it('has no member that the schemas do not know, which clusters drop without a word', () => {
    for (const { file, kind, body } of manifests.filter(({ kind }) => kind !== 'Kustomization'))
      expect(unknownMembers(models[kind as keyof typeof models], body), file).toEqual([]);
    const [{ body }] = manifests.filter(({ kind }) => kind === 'Deployment') as [Manifest];
    const wrong: { spec: Record<string, unknown> } = structuredClone(body);
    wrong.spec['replica'] = 1;
    expect(unknownMembers(Deployment, wrong as Unchecked)).toEqual(['.spec.replica']);
  });

  it('uses settings that there are, with values that they may have', () => {
    const [configured] = ofKind('ConfigMap', ConfigMap);
    const [secret] = ofKind('Secret', Secret);
    const env = { ...configured?.data, ...secret?.stringData };
    const known = new Set(
      settingsFile()
        .match(/^# ?[A-Z][A-Z_]+(?==)/gm)
        ?.map((name) => name.replace(/^# ?/, '')),
    );
    expect(Object.keys(env).filter((name) => !known.has(name))).toEqual([]);
    expect(() => loadSettings(env, folder)).not.toThrow();
  });

  it('runs commands that there are, on the port of the image, as nobody who may change anything', () => {
    const dockerfile = readFileSync(join(folder, '../../Dockerfile'), 'utf8');
    const port = Number(/^EXPOSE (\d+)$/m.exec(dockerfile)?.[1]);
    expect(deployments.map((one) => containersOf(one)[0]?.args)).toEqual([['start'], ['work']]);
    for (const deployment of deployments) {
      expect(deployment.spec?.template.spec?.securityContext).toMatchObject({ runAsNonRoot: true });
      for (const container of containersOf(deployment)) {
        expect(container.ports).toEqual([{ name: 'http', containerPort: port }]);
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(container.livenessProbe?.httpGet).toEqual({ path: '/livez', port: 'http' });
        expect(container.readinessProbe?.httpGet).toEqual({ path: '/readyz', port: 'http' });
        expect(container.envFrom).toEqual([
          { configMapRef: { name: 'feedmill' } },
          { secretRef: { name: 'feedmill' } },
        ]);
      }
    }
  });

  it('gives a pod more time to end than the service takes', () => {
    const { shutdownMs } = loadSettings({}, folder).settings;
    for (const { spec } of deployments)
      expect(spec?.template.spec?.terminationGracePeriodSeconds).toBeGreaterThan(shutdownMs / 1_000);
  });

  it.runIf(modes.includes('postgres'))('scales by a question that the database answers', async () => {
    const [scaled] = ofKind('ScaledObject', ScaledObject);
    const query = scaled?.spec?.triggers[0]?.metadata['query'] ?? '';
    const opened = await openStore('postgres');
    const asked = async () =>
      Number((await sql.raw<{ count: number }>(query).execute(opened.db)).rows[0]?.count);
    try {
      expect(await asked()).toBe(0);
      const ids = await addArticles(opened.store, [newArticle(), newArticle(), newArticle()]);
      await opened.store.runs.start(ids.slice(0, 2), 'scrape', null);
      const later = new Date(Date.now() + 3_600_000);
      await opened.store.runs.start(ids.slice(2), 'scrape', null, later);
      expect(await asked()).toBe(2);
    } finally {
      await opened.close();
    }
  });
});
