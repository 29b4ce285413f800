// The kinds of Kubernetes objects that deploy/kubernetes uses, as strict schemas of the fields that it may use: a field
// that is misspelt would be dropped by the server or refused, and nobody here would notice. After the API reference of
// Kubernetes 1.31 and of KEDA 2.
import { z } from 'zod';

const name = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
const labels = z.record(z.string(), z.string());
const metadata = z.strictObject({ name, labels: labels.optional() });
const quantity = z.string().regex(/^\d+(?:m|Mi|Gi)?$/);
const seconds = z.int().positive();
const probe = z.strictObject({
  httpGet: z.strictObject({ path: z.string().startsWith('/'), port: z.literal('http') }),
  periodSeconds: seconds,
  timeoutSeconds: seconds.optional(),
  failureThreshold: z.int().positive(),
});
const container = z.strictObject({
  name,
  image: z.string(),
  args: z.array(z.string()),
  envFrom: z.array(z.strictObject({ configMapRef: z.strictObject({ name }) })),
  env: z.array(
    z.strictObject({
      name: z.string(),
      valueFrom: z.strictObject({ secretKeyRef: z.strictObject({ name, key: z.string() }) }),
    }),
  ),
  ports: z.array(z.strictObject({ name, containerPort: z.int() })),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
  resources: z.strictObject({
    requests: z.strictObject({ cpu: quantity, memory: quantity }),
    limits: z.strictObject({ memory: quantity }),
  }),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  volumeMounts: z.array(z.strictObject({ name, mountPath: z.string() })),
});
const pod = z.strictObject({
  automountServiceAccountToken: z.literal(false),
  terminationGracePeriodSeconds: seconds,
  securityContext: z.strictObject({
    runAsNonRoot: z.literal(true),
    runAsUser: z.int().positive(),
    runAsGroup: z.int().positive(),
    seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
  }),
  containers: z.tuple([container]),
  volumes: z.array(z.strictObject({ name, emptyDir: z.strictObject({ sizeLimit: quantity }) })),
});
const selector = z.strictObject({ matchLabels: labels });
const object = <V extends string, K extends string, T extends z.ZodRawShape>(
  apiVersion: V,
  kind: K,
  shape: T,
) => z.strictObject({ apiVersion: z.literal(apiVersion), kind: z.literal(kind), ...shape });

export const deployment = object('apps/v1', 'Deployment', {
  metadata,
  spec: z.strictObject({
    replicas: z.int().nonnegative(),
    selector,
    template: z.strictObject({ metadata: z.strictObject({ labels }), spec: pod }),
  }),
});
export const scaledObject = object('keda.sh/v1alpha1', 'ScaledObject', {
  metadata,
  spec: z.strictObject({
    scaleTargetRef: z.strictObject({ name }),
    minReplicaCount: z.int().nonnegative(),
    maxReplicaCount: z.int().positive(),
    pollingInterval: seconds,
    cooldownPeriod: seconds,
    fallback: z.strictObject({ failureThreshold: z.int(), replicas: z.int() }),
    triggers: z.tuple([
      z.strictObject({
        type: z.literal('postgresql'),
        metadata: z.strictObject({
          connectionFromEnv: z.string(),
          query: z.string(),
          targetQueryValue: z.string().regex(/^\d+$/),
          activationTargetQueryValue: z.string().regex(/^\d+$/),
        }),
      }),
    ]),
  }),
});
export const configMap = object('v1', 'ConfigMap', { metadata, data: z.record(z.string(), z.string()) });
export const secret = object('v1', 'Secret', {
  metadata,
  type: z.literal('Opaque'),
  stringData: z.record(z.string(), z.string()),
});
export const service = object('v1', 'Service', {
  metadata,
  spec: z.strictObject({
    selector: labels,
    ports: z.array(z.strictObject({ name, port: z.int(), targetPort: z.literal('http') })),
  }),
});
export const disruptionBudget = object('policy/v1', 'PodDisruptionBudget', {
  metadata,
  spec: z.strictObject({ maxUnavailable: z.int().positive(), selector }),
});
export const kustomization = object('kustomize.config.k8s.io/v1beta1', 'Kustomization', {
  resources: z.array(z.string()),
});
