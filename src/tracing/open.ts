import { FeedmillError } from '../errors.js';
import type { Log } from '../log.js';
import type { Settings } from '../settings.js';
import { noTracing, type Tracing } from './tracing.js';

/**
 * Traces as the settings want them.
 * @throws FeedmillError CONFIG_INVALID where a collector is named and the packages that send to it are not installed.
 */
export async function openTracing(
  { otlpEndpoint, otlpHeaders, otelServiceName }: Settings,
  instanceId: string,
  log: Log,
): Promise<Tracing> {
  if (otlpEndpoint === null) return noTracing;
  try {
    const { otlpTracing } = await import('./otlp.js');
    const collector = {
      endpoint: otlpEndpoint,
      headers: otlpHeaders,
      serviceName: otelServiceName,
      instanceId,
    };
    return otlpTracing(collector, log);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new FeedmillError(
      'CONFIG_INVALID',
      'OTEL_EXPORTER_OTLP_ENDPOINT is set, but the optional packages that send traces are not installed. Install with `npm ci --include=optional`, or leave the setting empty.',
      { cause: error },
    );
  }
}
