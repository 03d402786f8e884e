import { z } from 'zod';
import type { TracingConfig } from './process/tracing.js';
import {
  httpAddresses,
  nodeEnv,
  redisAddress,
  readVariables,
  wholeNumber,
  tracingVariables,
} from './process/variables.js';
import { KEY_PATTERN } from './protocol/keys.js';
import { ENTITY_OWNERS } from './domain/entity-owners.js';
import { keyVariable, urlVariable, variablePrefix } from './process/subgraph-variables.js';
import { defaultPort } from './process/default-port.js';

/** What a subgraph that runs alone is told from outside. */
export interface SubgraphConfig {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly mongodbUri: string;
  readonly databaseName: string;
  /** Its own keys, see `npm run schema -- key`: a request must be signed with one of them. */
  readonly keys: readonly string[];
  /** The keys with which it signs its calls to other subgraphs, by their name. */
  readonly callKeys: Readonly<Record<string, string>>;
  /** Where the other subgraphs are, by name, as far as it is told, several addresses with commas between them: they are asked for what a write names of theirs. */
  readonly subgraphUrls: Readonly<Record<string, string>>;
  /** The port of the metrics, 0 for any that is free; undefined when they are not served. */
  readonly metricsPort: number | undefined;
  /** Where the processes of a subgraph share the signatures that they have accepted; undefined when each has its own. */
  readonly redisUrl: string | undefined;
  /** Where traces are sent; undefined when none are told. */
  readonly tracing: TracingConfig | undefined;
  readonly production: boolean;
  readonly logLevel: string;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const KEY_EXAMPLE = 'as `npm run schema -- key` prints it';
const KEYS = 'must be a key as `npm run schema -- key` prints it, or two with a comma between';
const MONGODB = /^mongodb(\+srv)?:\/\/./;

/** One key, or two while the secret changes: all are accepted, the first one signs. */
const keys = z
  .string(KEYS)
  .transform((text) => text.split(',').map((key) => key.trim()))
  .refine((list) => list.length <= 2 && list.every((key) => KEY_PATTERN.test(key)), KEYS);

/**
 * Reads the configuration of one subgraph from environment variables.
 *
 * @param name the subgraph's
 * @param index its place in `subgraphs/index.ts`, which decides its usual port
 * @throws VariablesError naming every variable that is not usable, with an example of each
 */
export function readSubgraphConfig(env: NodeJS.ProcessEnv, name: string, index: number): SubgraphConfig {
  const own = mongodbVariable(name);
  const uri = env[own] ? own : 'MONGODB_URI';
  const others = [...new Set<string>(Object.values(ENTITY_OWNERS).map(({ owner }) => owner))].filter(
    (other) => other !== name,
  );
  const read = readVariables(env, {
    HOST: { example: '127.0.0.1', schema: z.string().default('127.0.0.1') },
    PORT: { example: String(defaultPort(index)), schema: wholeNumber(0, 65_535).default(defaultPort(index)) },
    SUBGRAPH_KEY: { example: KEY_EXAMPLE, secret: true, schema: keys },
    REDIS_URL: { example: 'redis://127.0.0.1:6379', secret: true, schema: redisAddress.optional() },
    NODE_ENV: nodeEnv,
    ...tracingVariables(),
    METRICS_PORT: { example: '4101', schema: wholeNumber(0, 65_535).optional() },
    LOG_LEVEL: {
      example: 'info',
      schema: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
    },
    [uri]: mongodbUri(`or ${own} must be set`),
    ...Object.fromEntries(
      others.flatMap((other) => [
        [urlVariable(other), { example: 'http://127.0.0.1:4001/graphql', schema: httpAddresses.optional() }],
        // Its calls would be refused without.
        [
          keyVariable(other),
          { example: KEY_EXAMPLE, secret: true, schema: env[urlVariable(other)] ? keys : keys.optional() },
        ],
      ]),
    ),
  });
  const given = read as Record<string, unknown>;
  return Object.freeze({
    host: read.HOST,
    port: read.PORT,
    mongodbUri: given[uri] as string,
    databaseName: databaseNameOf(name),
    keys: read.SUBGRAPH_KEY,
    // Its own calls are signed with the first key of two, which all subgraphs accept by then.
    callKeys: Object.freeze(ofOthers(keyVariable, ([first]: readonly string[]) => first!)),
    subgraphUrls: Object.freeze(ofOthers(urlVariable, (url: string) => url)),
    metricsPort: read.METRICS_PORT,
    tracing:
      read.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? undefined
        : Object.freeze({ endpoint: read.OTEL_EXPORTER_OTLP_ENDPOINT, share: read.OTEL_TRACES_SAMPLER_ARG }),
    redisUrl: read.REDIS_URL,
    production: read.NODE_ENV === 'production',
    logLevel: read.LOG_LEVEL,
  });

  /** Values of the variables of other subgraphs that are set, by the subgraph's name. */
  function ofOthers<T>(variable: (subgraph: string) => string, valueOf: (read: T) => string): Record<string, string> {
    const set = others.filter((other) => given[variable(other)] !== undefined);
    return Object.fromEntries(set.map((other) => [other, valueOf(given[variable(other)] as T)]));
  }
}

/** The variable that gives a subgraph a database of its own: `cities` gives `CITIES_MONGODB_URI`. */
export function mongodbVariable(subgraph: string): string {
  return `${variablePrefix(subgraph)}_MONGODB_URI`;
}

/** A subgraph's database, where the connection string names none. */
export function databaseNameOf(subgraph: string): string {
  return `citylink_${subgraph}`;
}

/** An address of MongoDB. It is never shown, as it may hold a password. */
export function mongodbUri(absent: string) {
  return {
    example: 'mongodb://127.0.0.1:27017/?replicaSet=rs0',
    secret: true,
    schema: z.string(absent).regex(MONGODB, 'must be an address of MongoDB'),
  };
}
