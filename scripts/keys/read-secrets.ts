import { readVariables } from '../../subgraphs/process/variables.js';
import { keepDevelopmentSecret } from './development-secret.js';
import { secretVariables } from './secret-variables.js';

/**
 * Reads the secrets that the keys of subgraphs are derived from: SUBGRAPH_SECRET, or on a development machine the secret of
 * `npm start`, which is created when there is none yet; and SUBGRAPH_SECRET_SECOND, if it is set.
 *
 * @throws VariablesError when there is none in production, or one is too short
 */
export function readSecrets(env: NodeJS.ProcessEnv): { secrets: readonly string[]; isDevelopment: boolean } {
  const kept =
    env['SUBGRAPH_SECRET'] || env['NODE_ENV'] === 'production'
      ? undefined
      : keepDevelopmentSecret(env['CITYLINK_FOLDER'] || '.citylink');
  const { SUBGRAPH_SECRET, SUBGRAPH_SECRET_SECOND } = readVariables(
    kept === undefined ? env : { ...env, SUBGRAPH_SECRET: kept },
    secretVariables,
  );
  const second = SUBGRAPH_SECRET_SECOND === undefined ? [] : [SUBGRAPH_SECRET_SECOND];
  return { secrets: [SUBGRAPH_SECRET, ...second], isDevelopment: kept !== undefined };
}
