import { z } from 'zod';
import { httpAddress, nodeEnv, readVariables, wholeNumber } from './process/variables.js';
import { OWNED_TYPES } from './runtime/write/owned-types.js';
import { urlVariable } from './process/url-variable.js';
import { defaultPort } from './process/default-port.js';

/** What a subgraph that runs alone is told from outside. */
export interface SubgraphConfig {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly mongodbUri: string;
  readonly databaseName: string;
  /** Shared with the gateway. */
  readonly secret: string;
  /** Where the other subgraphs are, by name, as far as it is told: they are asked for what a write names of theirs. */
  readonly subgraphUrls: Readonly<Record<string, string>>;
  readonly production: boolean;
  /** What executes operations: what was compiled of them, or Apollo Server and type-graphql as they come. */
  readonly executor: SubgraphExecutor;
  readonly logLevel: string;
}

export type SubgraphExecutor = 'compiled' | 'stock';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const SECRET = 'must have at least 16 characters';
const MONGODB = /^mongodb(\+srv)?:\/\/./;

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
  const others = [...new Set<string>(Object.values(OWNED_TYPES).map(({ owner }) => owner))].filter(
    (other) => other !== name,
  );
  const read = readVariables(env, {
    HOST: { example: '127.0.0.1', schema: z.string().default('127.0.0.1') },
    PORT: { example: String(defaultPort(index)), schema: wholeNumber(0, 65_535).default(defaultPort(index)) },
    SUBGRAPH_SECRET: { example: '32 random characters', secret: true, schema: z.string(SECRET).min(16, SECRET) },
    NODE_ENV: nodeEnv,
    EXECUTOR: {
      example: 'compiled',
      schema: z.enum(['compiled', 'stock'], 'must be compiled or stock').default('compiled'),
    },
    LOG_LEVEL: {
      example: 'info',
      schema: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
    },
    [uri]: mongodbUri(`or ${own} must be set`),
    ...Object.fromEntries(
      others.map((other) => [
        urlVariable(other),
        { example: 'http://127.0.0.1:4001/graphql', schema: httpAddress.optional() },
      ]),
    ),
  });
  const given = read as Record<string, unknown>;
  return Object.freeze({
    host: read.HOST,
    port: read.PORT,
    mongodbUri: given[uri] as string,
    databaseName: databaseNameOf(name),
    secret: read.SUBGRAPH_SECRET,
    subgraphUrls: Object.freeze(
      Object.fromEntries(
        others.flatMap((other) =>
          given[urlVariable(other)] === undefined ? [] : [[other, given[urlVariable(other)] as string]],
        ),
      ),
    ),
    production: read.NODE_ENV === 'production',
    executor: read.EXECUTOR,
    logLevel: read.LOG_LEVEL,
  });
}

/** The variable that gives a subgraph a database of its own: `cities` gives `CITIES_MONGODB_URI`. */
export function mongodbVariable(subgraph: string): string {
  return `${subgraph.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_MONGODB_URI`;
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
