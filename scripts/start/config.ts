import { z } from 'zod';
import { ConfigError, readGatewayConfig, type GatewayConfig } from '../../gateway/config.js';
import { urlVariable } from '../../subgraphs/process/subgraph-variables.js';
import { mongodbUri, mongodbVariable } from '../../subgraphs/config.js';
import { subgraphs } from '../../subgraphs/index.js';
import { secretVariables } from '../keys/secret-variables.js';
import { readVariables, VariablesError } from '../../subgraphs/process/variables.js';

const METRICS_PORT = 4100;

/** The settings of `npm start` and `npm run seed`. */
export interface StartConfig {
  readonly env: NodeJS.ProcessEnv;
  readonly gateway: GatewayConfig;
  /** True when a port was set explicitly; it must then be free. */
  readonly isPortGiven: boolean;
  /** The port of the gateway's metrics, after which come those of the subgraphs; undefined when they serve none. */
  readonly metricsPort: number | undefined;
  /** True when METRICS_PORT was set: the gateway's must then be free. */
  readonly isMetricsPortGiven: boolean;
  /** Data and run-time state. */
  readonly folder: string;
  /** A second secret, whose keys the subgraphs accept too while SUBGRAPH_SECRET changes. */
  readonly secondSecret: string | undefined;
  /** Databases of single subgraphs, by the subgraph's name. */
  readonly ownDatabases: ReadonlyMap<string, string>;
  /** Subgraphs that run elsewhere, and where. */
  readonly elsewhere: ReadonlyMap<string, string>;
}

/**
 * Reads the configuration of all parts from environment variables.
 *
 * @throws VariablesError naming every variable of any part that is not usable, with an example of each
 */
export function readStartConfig(env: NodeJS.ProcessEnv): StartConfig {
  const problems: string[] = [];
  const gateway = collect(problems, () => readGatewayConfig(env));
  const own = collect(problems, () => readVariables(env, variables()));
  if (!gateway || !own) throw new VariablesError(problems);

  const given = (variable: (name: string) => string) =>
    new Map(
      subgraphs.flatMap(({ name }) => (env[variable(name)] ? [[name, env[variable(name)] as string] as const] : [])),
    );
  return Object.freeze({
    env,
    gateway,
    isPortGiven: Boolean(env['PORT']),
    // Several networks may be at any ports.
    metricsPort: gateway.metricsPort ?? (gateway.port === 0 ? undefined : METRICS_PORT),
    isMetricsPortGiven: gateway.metricsPort !== undefined,
    folder: own.CITYLINK_FOLDER as string,
    secondSecret: own.SUBGRAPH_SECRET_SECOND as string | undefined,
    ownDatabases: given(mongodbVariable),
    elsewhere: given(urlVariable),
  });
}

function variables() {
  const optional = () => {
    const { schema, ...rest } = mongodbUri('');
    return { ...rest, schema: schema.optional() };
  };
  return {
    CITYLINK_FOLDER: { example: '.citylink', schema: z.string().default('.citylink') },
    MONGODB_URI: optional(),
    SUBGRAPH_SECRET_SECOND: secretVariables.SUBGRAPH_SECRET_SECOND,
    ...Object.fromEntries(subgraphs.map(({ name }) => [mongodbVariable(name), optional()])),
  };
}

function collect<T>(problems: string[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof VariablesError) problems.push(...error.problems);
    else if (error instanceof ConfigError)
      problems.push(
        ...error.message
          .split('\n')
          .slice(1)
          .map((line) => line.trim()),
      );
    else throw error;
    return undefined;
  }
}
