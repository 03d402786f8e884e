import { z } from 'zod';
import type { TracingConfig } from '../subgraphs/process/tracing.js';
import {
  httpAddresses,
  nodeEnv,
  redisAddress,
  streamAddress,
  wholeNumber,
  tracingVariables,
} from '../subgraphs/process/variables.js';
import { authConfigOf, authVariables, type AuthConfig } from './auth/auth-config.js';
import { PLANNERS } from './executor/executor.js';
import { COMPRESSION_MODES, type CompressionMode } from './http/compression.js';
import { isNetwork } from './http/networks.js';
import { PRODUCTION_CALLER_LIMITS, NO_CALLER_LIMITS, type CallerLimits } from './limits/caller-budget.js';
import { DEFAULT_LIST_SIZE } from './limits/cost/cost-model.js';
import { DEFAULT_LIMITS, type Limits } from './limits/document-limits.js';
import { PRODUCTION_OVERLOAD, NO_OVERLOAD, type OverloadLimits } from './limits/load-shedder.js';
import type { BreakerLimits } from './upstream/breaker.js';
import type { BulkheadLimits } from './upstream/bulkhead.js';

/** The configuration is not usable; the message lists every problem. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

export interface CacheProxiesConfig {
  /** Where they take purges; none when there are no such proxies. */
  readonly urls: readonly string[];
  /** Addresses and networks from which their requests come. */
  readonly networks: readonly string[];
}

/** The configuration of the gateway, read from environment variables. */
export interface GatewayConfig {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** How many processes serve at the address; 0 for this one alone. */
  readonly workers: number;
  /** A supergraph of another tool; undefined when the registry has it. */
  readonly supergraphFile: string | undefined;
  /** The folder of the registry, or the http address that serves its files. */
  readonly registry: string;
  /** The folder that keeps the supergraph that was served last; undefined when none is kept. */
  readonly supergraphCache: string | undefined;
  /** Hosts, addresses and networks of subgraphs that a registry may name without https in production. */
  readonly subgraphAddresses: readonly string[];
  /** Addresses that replace those of the supergraph, several with commas between them, keyed by the names of their variables, such as `CITIES_SUBGRAPH_URL`. */
  readonly subgraphUrls: Readonly<Record<string, string>>;
  /** Where subgraphs take subscriptions, if elsewhere, keyed by the names of their variables, such as `CITIES_SUBSCRIPTION_URL`. */
  readonly subscriptionUrls: Readonly<Record<string, string>>;
  /** Shared with our subgraphs; foreign ones need none. */
  readonly subgraphSecret: string | undefined;
  /** Where gateways share limits of callers and texts of documents; undefined when each has its own. */
  readonly redisUrl: string | undefined;
  /** Milliseconds from sending a subgraph request to the last byte of its response. */
  readonly subgraphTimeoutMs: number;
  /** Milliseconds that all fetches of a client's request have together. */
  readonly requestTimeoutMs: number;
  /** Milliseconds from SIGTERM, or from SIGHUP without workers, until connections are refused; meanwhile `/health/ready` is 503. */
  readonly graceMs: number;
  /** Retries of queries to a subgraph, in percent of its queries. */
  readonly retryPercent: number;
  readonly breaker: BreakerLimits;
  /** Calls of one subgraph that may be in flight or queued. */
  readonly bulkhead: BulkheadLimits;
  /** Whether identical queries of one caller's scope are sent to a subgraph once while they are in flight. */
  readonly sharesInFlight: boolean;
  /** Bytes of results in memory, all together; 0 when none is kept. */
  readonly cacheBytes: number;
  /** Milliseconds for which a subgraph may be silent about its changes before nothing of it is served from memory. */
  readonly silenceMs: number;
  /** Proxies that keep responses and are told what has changed. */
  readonly cacheProxies: CacheProxiesConfig;
  /** Which subgraphs may compress their responses: those that are not on this machine, all, or none. */
  readonly compression: CompressionMode;
  /** Which clients get compressed responses. */
  readonly responseCompression: CompressionMode;
  /** Origins whose pages may read responses. */
  readonly corsOrigins: readonly string[];
  /** The issuer whose tokens are accepted; undefined when no token is. */
  readonly auth: AuthConfig | undefined;
  readonly limits: Limits;
  /** Elements that the cost estimate assumes for a list without a declared size. */
  readonly listSize: number;
  /** What one caller may use. */
  readonly callerLimits: CallerLimits;
  /** Streams that one caller may have open; 0 for no limit. */
  readonly streamLimit: number;
  /** Milliseconds after which a stream ends, and a client that lives connects again. */
  readonly liveLeaseMs: number;
  /** Milliseconds between two runs of a live query whose result is not kept in memory. */
  readonly livePollMs: number;
  /** Number of proxies in front of the gateway that write `X-Forwarded-For`. */
  readonly trustedProxies: number;
  /** From when on requests are turned away. */
  readonly overload: OverloadLimits;
  /** Whether clients may read the schema. */
  readonly introspection: boolean;
  /** Whether a request may have several operations, ten at most. */
  readonly batching: boolean;
  /** Whether none but the documents in `operations`, beside the supergraph, are run. */
  readonly persistedOnly: boolean;
  /** What executes operations: our executor, with or without compiled code, or Apollo's own. */
  readonly executor: (typeof EXECUTORS)[number];
  /** Which query planner our executor takes. */
  readonly planner: (typeof PLANNERS)[number];
  /** Labels of progressive `@override` that are active, beside `percent(...)`, which is drawn for each request. */
  readonly overrideLabels: readonly string[];
  readonly playground: boolean;
  /** Whether there is a dashboard at `/dashboard`, of operations that the supergraph was published with. */
  readonly dashboard: boolean;
  /** Whether named operations are served at `/api`, and described at `/openapi.json`. */
  readonly openapi: boolean;
  /** Whether results are served as files: CSV, GeoJSON, iCalendar. */
  readonly exports: boolean;
  /** Whether named operations are tools for assistants, at `/mcp`. */
  readonly mcp: boolean;
  /** Whether clients read errors of subgraphs as they were sent. No variable sets it: only `npm run schema -- dev` does. */
  readonly showsSubgraphErrors?: boolean;
  /** Where it is recorded what clients ask for; undefined when it is not. */
  readonly usageFolder: string | undefined;
  /** The port of the metrics, 0 for any that is free; undefined when they are not served. */
  readonly metricsPort: number | undefined;
  /** Milliseconds from which on a request has a line of its own in the log; 0 for none. */
  readonly slowMs: number;
  /** How the log names callers: by their ids, or by what only the secret makes of them. */
  readonly logCallers: (typeof CALLER_NAMES)[number];
  /** Where traces are sent, and which share of them; undefined when none are told. */
  readonly tracing: TracingConfig | undefined;
  readonly production: boolean;
  readonly logLevel: string;
}

const SUPERGRAPH_CACHE = '.citylink/supergraph';
const EXECUTORS = ['compiled', 'interpreted', 'stock'] as const;
const CALLER_NAMES = ['hashed', 'plain'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const PROXIES_MESSAGE =
  'must be a comma-separated list of http addresses without a path, and of the networks of those that are named by their names';

const variables = {
  HOST: { example: '127.0.0.1', schema: z.string().default('127.0.0.1') },
  PORT: { example: '4000', schema: wholeNumber(0, 65_535).default(4000) },
  GATEWAY_WORKERS: { example: '4', schema: wholeNumber(0, 128).default(0) },
  SUPERGRAPH_FILE: { example: 'supergraph.graphql', schema: z.string().optional() },
  REGISTRY: {
    example: 'https://registry.example.org/citylink/',
    schema: z
      .string()
      .default('schema')
      .refine(
        (place) => !/^https?:/.test(place) || isPlainAddress(place),
        'must be a folder, or an http address without a user',
      ),
  },
  SUPERGRAPH_CACHE: { example: SUPERGRAPH_CACHE, schema: z.string().default(SUPERGRAPH_CACHE) },
  SUBGRAPH_ADDRESSES: {
    example: 'subgraphs.internal,10.0.0.0/8',
    schema: z
      .string()
      .default('')
      .transform(toList)
      .pipe(
        z.array(
          z
            .string()
            .refine(
              (each) => isNetwork(each) || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(each),
              'must be a comma-separated list of host names, addresses and networks',
            ),
        ),
      ),
  },
  SUBGRAPH_SECRET: {
    example: '32 random characters',
    schema: z.string().min(16, 'must have at least 16 characters').optional(),
  },
  REDIS_URL: { example: 'redis://127.0.0.1:6379', schema: redisAddress.optional() },
  SUBGRAPH_TIMEOUT_MS: { example: '2000', schema: wholeNumber(1, 60_000).default(2000) },
  SUBGRAPH_RETRY_PERCENT: { example: '20', schema: wholeNumber(0, 100).default(20) },
  SUBGRAPH_BREAKER_CALLS: { example: '20', schema: wholeNumber(0, 1_000).default(20) },
  SUBGRAPH_BREAKER_PERCENT: { example: '50', schema: wholeNumber(1, 100).default(50) },
  SUBGRAPH_BREAKER_MS: { example: '10000', schema: wholeNumber(1, 600_000).default(10_000) },
  SUBGRAPH_CONCURRENCY: { example: '128', schema: wholeNumber(1, 10_000).default(128) },
  SUBGRAPH_QUEUE: { example: '512', schema: wholeNumber(0, 100_000).default(512) },
  SUBGRAPH_COMPRESSION: {
    example: 'remote',
    schema: z.enum(COMPRESSION_MODES, `must be one of ${COMPRESSION_MODES.join(', ')}`).default('remote'),
  },
  RESPONSE_COMPRESSION: {
    example: 'remote',
    schema: z.enum(COMPRESSION_MODES, `must be one of ${COMPRESSION_MODES.join(', ')}`).default('remote'),
  },
  SUBGRAPH_SHARING: { example: 'on', schema: z.enum(['on', 'off'], 'must be on or off').default('on') },
  CACHE_MB: { example: '64', schema: wholeNumber(0, 100_000).default(64) },
  CACHE_SILENCE_MS: { example: '1000', schema: wholeNumber(1, 60_000).default(1_000) },
  CACHE_PROXIES: {
    example: 'http://10.0.0.5:6081,http://varnish:6081,10.1.0.0/16',
    schema: z
      .string()
      .default('')
      .transform(toList)
      .pipe(
        z
          .array(z.string().refine((each) => isNetwork(each) || isOrigin(each), PROXIES_MESSAGE))
          .refine(namesNetworks, PROXIES_MESSAGE)
          .transform(toCacheProxies),
      ),
  },
  REQUEST_TIMEOUT_MS: { example: '5000', schema: wholeNumber(1, 600_000).optional() },
  SHUTDOWN_GRACE_MS: { example: '3000', schema: wholeNumber(0, 60_000).optional() },
  CORS_ORIGINS: {
    example: 'https://dashboard.example.org,https://example.com',
    schema: z
      .string()
      .default('')
      .transform(toList)
      .pipe(z.array(z.string().refine(isOrigin, 'must be a comma-separated list of origins, without a path'))),
  },
  NODE_ENV: nodeEnv,
  PLAYGROUND: { example: 'off', schema: z.enum(['on', 'off'], 'must be on or off').optional() },
  EXPORTS: { example: 'off', schema: z.enum(['on', 'off'], 'must be on or off').default('on') },
  DASHBOARD: { example: 'off', schema: z.enum(['on', 'off'], 'must be on or off').default('on') },
  MCP: { example: 'off', schema: z.enum(['on', 'off'], 'must be on or off').default('on') },
  OPENAPI: { example: 'off', schema: z.enum(['on', 'off'], 'must be on or off').default('on') },
  EXECUTOR: {
    example: 'stock',
    schema: z.enum(EXECUTORS, `must be one of ${EXECUTORS.join(', ')}`).default('compiled'),
  },
  PLANNER: {
    example: 'apollo',
    schema: z.enum(PLANNERS, `must be one of ${PLANNERS.join(', ')}`).default('auto'),
  },
  OVERRIDE_LABELS: { example: 'beta,new-stats', schema: z.string().default('').transform(toList) },
  LIMIT_TOKENS: limit(DEFAULT_LIMITS.tokens),
  LIMIT_DEPTH: limit(DEFAULT_LIMITS.depth),
  LIMIT_FIELDS: limit(DEFAULT_LIMITS.fields),
  LIMIT_ALIASES: limit(DEFAULT_LIMITS.aliases),
  LIMIT_ROOT_FIELDS: limit(DEFAULT_LIMITS.rootFields),
  LIMIT_DIRECTIVES: limit(DEFAULT_LIMITS.directives),
  LIMIT_NODES: limit(DEFAULT_LIMITS.nodes),
  LIMIT_LIST_SIZE: limit(DEFAULT_LIST_SIZE),
  LIMIT_REQUESTS: {
    example: String(PRODUCTION_CALLER_LIMITS.requests),
    schema: wholeNumber(0, 1_000_000_000).optional(),
  },
  LIMIT_COST: { example: String(PRODUCTION_CALLER_LIMITS.cost), schema: wholeNumber(0, 1_000_000_000).optional() },
  LIMIT_IN_FLIGHT: { example: String(PRODUCTION_CALLER_LIMITS.inFlight), schema: wholeNumber(0, 1_000_000).optional() },
  LIMIT_STREAMS: { example: '100', schema: wholeNumber(0, 1_000_000).default(100) },
  LIVE_LEASE_MS: { example: '300000', schema: wholeNumber(1_000, 86_400_000).default(300_000) },
  LIVE_POLL_MS: { example: '5000', schema: wholeNumber(100, 3_600_000).default(5_000) },
  TRUSTED_PROXIES: { example: '1', schema: wholeNumber(0, 10).default(0) },
  OVERLOAD_REQUESTS: { example: String(PRODUCTION_OVERLOAD.requests), schema: wholeNumber(0, 1_000_000).optional() },
  OVERLOAD_DELAY_MS: { example: String(PRODUCTION_OVERLOAD.delayMs), schema: wholeNumber(0, 60_000).optional() },
  INTROSPECTION: { example: 'on', schema: z.enum(['on', 'off'], 'must be on or off').optional() },
  BATCHING: { example: 'on', schema: z.enum(['on', 'off'], 'must be on or off').default('off') },
  PERSISTED_ONLY: { example: 'on', schema: z.enum(['on', 'off'], 'must be on or off').default('off') },
  USAGE: { example: 'off', schema: z.enum(['on', 'off'], 'must be on or off').optional() },
  USAGE_FOLDER: { example: '.citylink/usage', schema: z.string().default('.citylink/usage') },
  METRICS_PORT: { example: '4100', schema: wholeNumber(0, 65_535).optional() },
  ...tracingVariables(),
  SLOW_MS: { example: '1000', schema: wholeNumber(0, 600_000).default(1_000) },
  LOG_CALLERS: {
    example: 'plain',
    schema: z.enum(CALLER_NAMES, `must be one of ${CALLER_NAMES.join(', ')}`).default('hashed'),
  },
  LOG_LEVEL: { example: 'info', schema: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info') },
} as const;

const REQUEST_TIMEOUT_MS = 5_000;
/** Longer than usual load balancers take to hear that it is not ready. */
const GRACE_MS = 3_000;
/** A longer subgraph timeout lengthens the request timeout too, with time left for a second step after a slow first one. */
const STEPS_IN_TIME = 2.5;

const URL_VARIABLE = /_SUBGRAPH_URL$/;
const SUBSCRIPTION_URL_VARIABLE = /_SUBSCRIPTION_URL$/;

/** The names of all variables that the gateway reads, beside those of single subgraphs. */
export const GATEWAY_VARIABLES: readonly string[] = Object.keys({ ...variables, ...authVariables({}) });

/**
 * Reads the gateway's configuration from environment variables. An empty variable counts as absent.
 *
 * @returns a frozen value
 * @throws ConfigError naming every variable that is not usable, with an example of each
 */
export function readGatewayConfig(env: NodeJS.ProcessEnv): GatewayConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const urlNames = Object.keys(given).filter((name) => URL_VARIABLE.test(name));
  const subscriptionUrlNames = Object.keys(given).filter((name) => SUBSCRIPTION_URL_VARIABLE.test(name));
  const table = { ...variables, ...authVariables(given) };
  const schema = z.object({
    ...schemasOf(table),
    ...Object.fromEntries(urlNames.map((name) => [name, httpAddresses])),
    ...Object.fromEntries(subscriptionUrlNames.map((name) => [name, streamAddress])),
  });

  const result = schema.safeParse(given);
  if (!result.success) throw new ConfigError(describe(result.error, given, table));

  const read = result.data;
  const valuesOf = (names: readonly string[]) =>
    Object.freeze(Object.fromEntries(names.map((name) => [name, given[name] as string])));
  const production = read.NODE_ENV === 'production';
  const callerLimits = production ? PRODUCTION_CALLER_LIMITS : NO_CALLER_LIMITS;
  const overload = production ? PRODUCTION_OVERLOAD : NO_OVERLOAD;
  return Object.freeze({
    host: read.HOST,
    port: read.PORT,
    workers: read.GATEWAY_WORKERS,
    supergraphFile: read.SUPERGRAPH_FILE,
    registry: read.REGISTRY,
    supergraphCache: read.SUPERGRAPH_CACHE === 'off' ? undefined : read.SUPERGRAPH_CACHE,
    subgraphAddresses: Object.freeze(read.SUBGRAPH_ADDRESSES),
    subgraphUrls: valuesOf(urlNames),
    subscriptionUrls: valuesOf(subscriptionUrlNames),
    subgraphSecret: read.SUBGRAPH_SECRET,
    redisUrl: read.REDIS_URL,
    subgraphTimeoutMs: read.SUBGRAPH_TIMEOUT_MS,
    requestTimeoutMs: read.REQUEST_TIMEOUT_MS ?? Math.max(REQUEST_TIMEOUT_MS, STEPS_IN_TIME * read.SUBGRAPH_TIMEOUT_MS),
    graceMs: read.SHUTDOWN_GRACE_MS ?? (production ? GRACE_MS : 0),
    retryPercent: read.SUBGRAPH_RETRY_PERCENT,
    breaker: Object.freeze({
      calls: read.SUBGRAPH_BREAKER_CALLS,
      percent: read.SUBGRAPH_BREAKER_PERCENT,
      openMs: read.SUBGRAPH_BREAKER_MS,
    }),
    bulkhead: Object.freeze({ concurrency: read.SUBGRAPH_CONCURRENCY, queue: read.SUBGRAPH_QUEUE }),
    compression: read.SUBGRAPH_COMPRESSION,
    cacheBytes: read.CACHE_MB * 1024 * 1024,
    silenceMs: read.CACHE_SILENCE_MS,
    cacheProxies: read.CACHE_PROXIES,
    sharesInFlight: read.SUBGRAPH_SHARING === 'on',
    responseCompression: read.RESPONSE_COMPRESSION,
    corsOrigins: Object.freeze(read.CORS_ORIGINS),
    auth: authConfigOf(read),
    limits: Object.freeze({
      tokens: read.LIMIT_TOKENS,
      depth: read.LIMIT_DEPTH,
      fields: read.LIMIT_FIELDS,
      aliases: read.LIMIT_ALIASES,
      rootFields: read.LIMIT_ROOT_FIELDS,
      directives: read.LIMIT_DIRECTIVES,
      nodes: read.LIMIT_NODES,
    }),
    listSize: read.LIMIT_LIST_SIZE,
    callerLimits: Object.freeze({
      requests: read.LIMIT_REQUESTS ?? callerLimits.requests,
      cost: read.LIMIT_COST ?? callerLimits.cost,
      inFlight: read.LIMIT_IN_FLIGHT ?? callerLimits.inFlight,
    }),
    streamLimit: read.LIMIT_STREAMS,
    liveLeaseMs: read.LIVE_LEASE_MS,
    livePollMs: read.LIVE_POLL_MS,
    trustedProxies: read.TRUSTED_PROXIES,
    overload: Object.freeze({
      requests: read.OVERLOAD_REQUESTS ?? overload.requests,
      delayMs: read.OVERLOAD_DELAY_MS ?? overload.delayMs,
    }),
    introspection: read.INTROSPECTION === undefined ? !production : read.INTROSPECTION === 'on',
    batching: read.BATCHING === 'on',
    persistedOnly: read.PERSISTED_ONLY === 'on',
    executor: read.EXECUTOR,
    planner: read.PLANNER,
    overrideLabels: Object.freeze(read.OVERRIDE_LABELS),
    playground: read.PLAYGROUND === undefined ? !production : read.PLAYGROUND === 'on',
    exports: read.EXPORTS === 'on',
    dashboard: read.DASHBOARD === 'on',
    mcp: read.MCP === 'on',
    openapi: read.OPENAPI === 'on',
    // A gateway at any free port has no file that it would find again.
    usageFolder: (read.USAGE ?? (read.PORT === 0 ? 'off' : 'on')) === 'on' ? read.USAGE_FOLDER : undefined,
    metricsPort: read.METRICS_PORT,
    slowMs: read.SLOW_MS,
    tracing:
      read.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? undefined
        : Object.freeze({ endpoint: read.OTEL_EXPORTER_OTLP_ENDPOINT, share: read.OTEL_TRACES_SAMPLER_ARG }),
    logCallers: read.LOG_CALLERS,
    production,
    logLevel: read.LOG_LEVEL,
  });
}

function describe(
  error: z.ZodError,
  given: NodeJS.ProcessEnv,
  table: Readonly<Record<string, { example: string | undefined }>>,
): string {
  const problems = new Map(error.issues.map((issue) => [String(issue.path[0]), issue.message]));
  const lines = [...problems].map(([name, message]) => {
    const actual = name === 'SUBGRAPH_SECRET' ? 'the given value' : `"${withoutCredentials(given[name] ?? '')}"`;
    const { example } = table[name] ?? { example: 'http://127.0.0.1:4001/graphql' };
    return `  ${name} ${message}, but got ${actual}.${example === undefined ? '' : ` Example: ${name}=${example}`}`;
  });
  return ['The configuration is not usable:', ...lines].join('\n');
}

/** Hides a password in an address. */
function withoutCredentials(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/i, '$1***@');
}

type Schemas<T extends Record<string, { schema: z.ZodType }>> = { [K in keyof T]: T[K]['schema'] };

function schemasOf<T extends Record<string, { schema: z.ZodType }>>(table: T): Schemas<T> {
  return Object.fromEntries(Object.entries(table).map(([name, { schema }]) => [name, schema])) as Schemas<T>;
}

function limit(standard: number) {
  return { example: String(standard), schema: wholeNumber(1, 1_000_000).default(standard) };
}

function toList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A proxy that is named by an IP address sends its requests from there; networks stand for all others. */
function toCacheProxies(list: readonly string[]): CacheProxiesConfig {
  const urls = list.filter((each) => !isNetwork(each));
  return { urls, networks: [...list.filter(isNetwork), ...urls.map(hostOf).filter(isNetwork)] };
}

function namesNetworks(list: readonly string[]): boolean {
  const networks = list.filter(isNetwork);
  const hosts = list.filter((each) => !isNetwork(each)).map(hostOf);
  return hosts.every(isNetwork) ? hosts.length > 0 || networks.length === 0 : networks.length > 0;
}

function hostOf(url: string): string {
  return (URL.canParse(url) ? new URL(url).hostname : '').replace(/^\[|\]$/g, '');
}

function isPlainAddress(text: string): boolean {
  return URL.canParse(text) && new URL(text).username === '' && new URL(text).password === '';
}

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
