// The way to the network as the service goes it, for whatever asks for pages and feeds.
import type { Settings } from '../settings.js';
import { createWebClient, type WebClient, type WebClientOptions } from '../web/client.js';
import { createRobots, type Robots } from '../web/robots.js';

// robots.txt of as many hosts as a large installation polls, for the day that RFC 9309 allows.
const ROBOTS_CACHE = { cacheMs: 86_400_000, maxHosts: 20_000 };
// Below this a body is a trickle that only holds a connection.
const MIN_BYTES_PER_SECOND = 500;
const CONNECT_TIMEOUT_MS = 10_000;

/** A guarded client with these settings, and the robots.txt files that it has read; whoever opens it closes `web`. */
export function openWeb(settings: Settings): { web: WebClient; robots: Robots } {
  const web = createWebClient(webOptions(settings));
  return { web, robots: createRobots(web, { userAgent: settings.userAgent, ...ROBOTS_CACHE }) };
}

function webOptions(settings: Settings): WebClientOptions {
  return {
    userAgent: settings.userAgent,
    timeoutMs: settings.requestTimeoutMs,
    connectTimeoutMs: Math.min(CONNECT_TIMEOUT_MS, settings.requestTimeoutMs),
    maxBytes: settings.maxPageBytes,
    maxRatio: 100,
    maxRedirects: 10,
    minBytesPerSecond: MIN_BYTES_PER_SECOND,
    hostConnections: settings.hostConnections,
    allowPrivate: settings.allowPrivate,
    allowPorts: settings.allowPorts.map(Number),
  };
}
