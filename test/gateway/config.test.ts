import { describe, expect, test } from '@jest/globals';
import { ConfigError, readGatewayConfig } from '../../gateway/config.js';
import { urlVariable } from '../../subgraphs/process/subgraph-variables.js';

function problemsOf(env: Record<string, string>): string {
  try {
    readGatewayConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error(`Expected a ConfigError for ${JSON.stringify(env)}`);
}

test('without variables the configuration has its defaults', () => {
  expect(readGatewayConfig({})).toEqual({
    host: '127.0.0.1',
    port: 4000,
    workers: 0,
    supergraphFile: undefined,
    registry: 'schema',
    supergraphCache: '.citylink/supergraph',
    subgraphAddresses: [],
    subgraphUrls: {},
    subscriptionUrls: {},
    subgraphSecret: undefined,
    redisUrl: undefined,
    subgraphTimeoutMs: 2000,
    requestTimeoutMs: 5000,
    graceMs: 0,
    retryPercent: 20,
    breaker: { calls: 20, percent: 50, openMs: 10_000 },
    bulkhead: { concurrency: 128, queue: 512 },
    compression: 'remote',
    responseCompression: 'remote',
    cacheBytes: 64 * 1024 * 1024,
    silenceMs: 1000,
    cacheProxies: { urls: [], networks: [] },
    sharesInFlight: true,
    corsOrigins: [],
    limits: { tokens: 2000, depth: 10, fields: 2000, aliases: 30, rootFields: 20, directives: 50, nodes: 10_000 },
    listSize: 10,
    callerLimits: { requests: 0, cost: 0, inFlight: 0 },
    streamLimit: 100,
    liveLeaseMs: 300_000,
    livePollMs: 5_000,
    trustedProxies: 0,
    overload: { requests: 0, delayMs: 0 },
    introspection: true,
    batching: false,
    persistedOnly: false,
    executor: 'compiled',
    planner: 'auto',
    overrideLabels: [],
    playground: true,
    dashboard: true,
    openapi: true,
    exports: true,
    mcp: true,
    usageFolder: '.citylink/usage',
    slowMs: 1_000,
    logCallers: 'hashed',
    production: false,
    logLevel: 'info',
  });
});

test('the value of each variable is in the configuration', () => {
  const config = readGatewayConfig({
    HOST: '0.0.0.0',
    PORT: '0',
    SUPERGRAPH_FILE: 'other.graphql',
    REGISTRY: 'https://registry.example/',
    SUPERGRAPH_CACHE: 'off',
    SUBGRAPH_ADDRESSES: 'subgraphs.internal, 10.0.0.0/8',
    SUBGRAPH_SECRET: 'sixteen letters.',
    SUBGRAPH_TIMEOUT_MS: '500',
    SUBGRAPH_RETRY_PERCENT: '7',
    SUBGRAPH_BREAKER_CALLS: '30',
    SUBGRAPH_BREAKER_PERCENT: '60',
    SUBGRAPH_BREAKER_MS: '8000',
    SUBGRAPH_CONCURRENCY: '10',
    SUBGRAPH_QUEUE: '20',
    SUBGRAPH_SHARING: 'off',
    CACHE_MB: '1',
    CACHE_SILENCE_MS: '200',
    CACHE_PROXIES: 'http://10.0.0.5:6081, http://varnish:6081, 10.1.0.0/16',
    SUBGRAPH_COMPRESSION: 'on',
    RESPONSE_COMPRESSION: 'on',
    REQUEST_TIMEOUT_MS: '900',
    SHUTDOWN_GRACE_MS: '700',
    CORS_ORIGINS: ' https://a.example , http://localhost:3000,',
    NODE_ENV: 'production',
    LIMIT_TOKENS: '1',
    LIMIT_DEPTH: '2',
    LIMIT_FIELDS: '3',
    LIMIT_ALIASES: '4',
    LIMIT_ROOT_FIELDS: '5',
    LIMIT_DIRECTIVES: '6',
    LIMIT_NODES: '7',
    LIMIT_LIST_SIZE: '10',
    LIMIT_REQUESTS: '8',
    LIMIT_COST: '9',
    LIMIT_IN_FLIGHT: '12',
    LIMIT_STREAMS: '7',
    LIVE_LEASE_MS: '60000',
    LIVE_POLL_MS: '2000',
    TRUSTED_PROXIES: '2',
    OVERLOAD_REQUESTS: '10',
    OVERLOAD_DELAY_MS: '11',
    INTROSPECTION: 'on',
    BATCHING: 'on',
    PERSISTED_ONLY: 'on',
    EXECUTOR: 'stock',
    PLANNER: 'hive',
    OVERRIDE_LABELS: 'beta, new',
    PLAYGROUND: 'on',
    DASHBOARD: 'off',
    OPENAPI: 'off',
    EXPORTS: 'off',
    MCP: 'off',
    USAGE: 'on',
    USAGE_FOLDER: '/var/lib/usage',
    METRICS_PORT: '0',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
    OTEL_TRACES_SAMPLER_ARG: '0.01',
    SLOW_MS: '0',
    LOG_CALLERS: 'plain',
    LOG_LEVEL: 'silent',
    GATEWAY_WORKERS: '3',
    REDIS_URL: 'rediss://user:password@redis.example/1',
    CITIES_SUBGRAPH_URL: 'https://cities.example/graphql?v=1',
    CITIES_SUBSCRIPTION_URL: 'wss://cities.example/graphql',
  });
  expect(config).toEqual({
    host: '0.0.0.0',
    port: 0,
    workers: 3,
    supergraphFile: 'other.graphql',
    registry: 'https://registry.example/',
    supergraphCache: undefined,
    subgraphAddresses: ['subgraphs.internal', '10.0.0.0/8'],
    subgraphSecret: 'sixteen letters.',
    redisUrl: 'rediss://user:password@redis.example/1',
    subgraphTimeoutMs: 500,
    requestTimeoutMs: 900,
    graceMs: 700,
    retryPercent: 7,
    breaker: { calls: 30, percent: 60, openMs: 8000 },
    bulkhead: { concurrency: 10, queue: 20 },
    compression: 'on',
    responseCompression: 'on',
    cacheBytes: 1024 * 1024,
    silenceMs: 200,
    cacheProxies: {
      urls: ['http://10.0.0.5:6081', 'http://varnish:6081'],
      networks: ['10.1.0.0/16', '10.0.0.5'],
    },
    sharesInFlight: false,
    corsOrigins: ['https://a.example', 'http://localhost:3000'],
    limits: { tokens: 1, depth: 2, fields: 3, aliases: 4, rootFields: 5, directives: 6, nodes: 7 },
    listSize: 10,
    callerLimits: { requests: 8, cost: 9, inFlight: 12 },
    streamLimit: 7,
    liveLeaseMs: 60_000,
    livePollMs: 2_000,
    trustedProxies: 2,
    overload: { requests: 10, delayMs: 11 },
    introspection: true,
    batching: true,
    persistedOnly: true,
    executor: 'stock',
    planner: 'hive',
    overrideLabels: ['beta', 'new'],
    metricsPort: 0,
    tracing: { endpoint: 'http://127.0.0.1:4318', share: 0.01 },
    slowMs: 0,
    logCallers: 'plain',
    production: true,
    playground: true,
    dashboard: false,
    openapi: false,
    exports: false,
    mcp: false,
    usageFolder: '/var/lib/usage',
    logLevel: 'silent',
    subgraphUrls: { CITIES_SUBGRAPH_URL: 'https://cities.example/graphql?v=1' },
    subscriptionUrls: { CITIES_SUBSCRIPTION_URL: 'wss://cities.example/graphql' },
  });
});

test('usage is recorded unless it is off, or the port is any free one, by which its file would not be found again', () => {
  const folders = [{}, { USAGE: 'off' }, { PORT: '0' }].map((env) => readGatewayConfig(env).usageFolder);
  expect(folders).toEqual(['.citylink/usage', undefined, undefined]);
});

test('the configuration, its lists and its tables are frozen', () => {
  const config = readGatewayConfig({ CORS_ORIGINS: 'https://a.example', CITIES_SUBGRAPH_URL: 'http://127.0.0.1:1/' });
  expect([config, config.corsOrigins, config.subgraphUrls].every(Object.isFrozen)).toBe(true);
});

test('several wrong variables are reported together, each with its value and an example', () => {
  const message = problemsOf({
    PORT: 'http',
    SUBGRAPH_TIMEOUT_MS: '0',
    CORS_ORIGINS: 'https://fine.example,https://a.example/path',
    PLAYGROUND: 'maybe',
    LOG_LEVEL: 'loud',
    CITIES_SUBGRAPH_URL: 'ftp://cities.example',
    SUBGRAPH_SECRET: 'too short',
  });
  expect(message.split('\n').sort()).toEqual(
    [
      'The configuration is not usable:',
      '  PORT must be a whole number from 0 to 65535, but got "http". Example: PORT=4000',
      '  SUBGRAPH_TIMEOUT_MS must be a whole number from 1 to 60000, but got "0". Example: SUBGRAPH_TIMEOUT_MS=2000',
      '  CORS_ORIGINS must be a comma-separated list of origins, without a path, but got "https://fine.example,https://a.example/path". Example: CORS_ORIGINS=https://dashboard.example.org,https://example.com',
      '  PLAYGROUND must be on or off, but got "maybe". Example: PLAYGROUND=off',
      '  LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent, but got "loud". Example: LOG_LEVEL=info',
      '  CITIES_SUBGRAPH_URL must be an http or https address, but got "ftp://cities.example". Example: CITIES_SUBGRAPH_URL=http://127.0.0.1:4001/graphql',
      '  SUBGRAPH_SECRET must have at least 16 characters, but got the given value. Example: SUBGRAPH_SECRET=32 random characters',
    ].sort(),
  );
});

test('a message never contains a secret or the password of an address', () => {
  expect(problemsOf({ SUBGRAPH_SECRET: 'hunter2' })).not.toContain('hunter2');
  for (const address of [
    'ftp://user:hunter2@cities.example',
    'http://user:hun/hunter2@cities.example',
    'user:hunter2@cities.example',
  ]) {
    expect(problemsOf({ CITIES_SUBGRAPH_URL: address })).not.toContain('hunter2');
  }
});

test('a subgraph has several addresses with commas between them, each of which is checked', () => {
  const addresses = 'http://a.example/graphql, http://b.example/graphql';
  expect(readGatewayConfig({ CITIES_SUBGRAPH_URL: addresses }).subgraphUrls).toEqual({
    CITIES_SUBGRAPH_URL: addresses,
  });
  for (const wrong of ['http://a.example/,b', ','])
    expect(problemsOf({ CITIES_SUBGRAPH_URL: wrong })).toContain(
      'CITIES_SUBGRAPH_URL must be an http or https address',
    );
});

test('a subgraph address with a password is refused, because the password would not be sent', () => {
  expect(problemsOf({ CITIES_SUBGRAPH_URL: 'http://user:hunter2@cities.example' })).toContain(
    'CITIES_SUBGRAPH_URL must be without user and password, which would not be sent, but got "http://***@cities.example".',
  );
});

describe('a port', () => {
  test.each(['-1', '65536', '1.5', '4e3', '0x10', ' 80', '4000a'])('%j is refused', (PORT) =>
    expect(problemsOf({ PORT })).toContain('PORT must be a whole number'),
  );
});

describe('an origin', () => {
  test.each(['*', 'example.org', 'https://example.org/', 'null', 'file:///tmp', 'ftp://example.org'])(
    '%j is refused',
    (CORS_ORIGINS) => expect(problemsOf({ CORS_ORIGINS })).toContain('CORS_ORIGINS must be'),
  );
});

describe('a list of proxies', () => {
  test.each([
    'varnish',
    'varnish:6081',
    'http://10.0.0.5:6081/purge',
    '10.0.0.0/8',
    'http://varnish:6081',
    'http://10.0.0.5:6081,http://varnish:6081',
  ])('%s is refused', (CACHE_PROXIES) =>
    expect(problemsOf({ CACHE_PROXIES })).toContain('CACHE_PROXIES must be a comma-separated list'),
  );
});

test('an empty variable counts as absent', () => {
  expect(readGatewayConfig({ PORT: '', SUBGRAPH_SECRET: '', CITIES_SUBGRAPH_URL: '', PLAYGROUND: '' })).toEqual(
    readGatewayConfig({}),
  );
});

test('a longer subgraph timeout makes the default request timeout longer', () => {
  expect(readGatewayConfig({ SUBGRAPH_TIMEOUT_MS: '1000' }).requestTimeoutMs).toBe(5000);
  expect(readGatewayConfig({ SUBGRAPH_TIMEOUT_MS: '10000' }).requestTimeoutMs).toBe(25_000);
  expect(readGatewayConfig({ SUBGRAPH_TIMEOUT_MS: '10000', REQUEST_TIMEOUT_MS: '3000' }).requestTimeoutMs).toBe(3000);
});

test('the shutdown grace period is 0 by default outside production', () => {
  expect(readGatewayConfig({}).graceMs).toBe(0);
  expect(readGatewayConfig({ NODE_ENV: 'production' }).graceMs).toBe(3000);
  expect(readGatewayConfig({ NODE_ENV: 'production', SHUTDOWN_GRACE_MS: '0' }).graceMs).toBe(0);
});

test('the playground is off in production unless it is switched on', () => {
  expect(readGatewayConfig({ NODE_ENV: 'production' }).playground).toBe(false);
  expect(readGatewayConfig({ NODE_ENV: 'production', PLAYGROUND: 'on' }).playground).toBe(true);
  expect(readGatewayConfig({ PLAYGROUND: 'off' }).playground).toBe(false);
});

test('the address variable of a subgraph begins with its name in capitals', () => {
  expect(urlVariable('cities')).toBe('CITIES_SUBGRAPH_URL');
  expect(urlVariable('my-cities.v2')).toBe('MY_CITIES_V2_SUBGRAPH_URL');
});

test('production has rate limits, load shedding and no introspection by default', () => {
  expect(readGatewayConfig({ NODE_ENV: 'production' })).toMatchObject({
    callerLimits: { requests: 6_000, cost: 1_000_000, inFlight: 50 },
    overload: { requests: 500, delayMs: 250 },
    introspection: false,
  });
  const told = {
    NODE_ENV: 'production',
    LIMIT_REQUESTS: '0',
    LIMIT_COST: '0',
    LIMIT_IN_FLIGHT: '0',
    OVERLOAD_REQUESTS: '0',
    OVERLOAD_DELAY_MS: '0',
    INTROSPECTION: 'on',
  };
  expect(readGatewayConfig(told)).toMatchObject({
    callerLimits: { requests: 0, cost: 0, inFlight: 0 },
    overload: { requests: 0, delayMs: 0 },
    introspection: true,
  });
});
