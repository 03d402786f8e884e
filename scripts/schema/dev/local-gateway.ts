import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../../subgraphs/process/replace-file.js';
import { readGatewayConfig } from '../../../gateway/config.js';
import { createLog } from '../../../gateway/http/create-log.js';
import { createGateway } from '../../../gateway/server.js';
import { localKeys } from '../../token/local-keys.js';

export interface LocalGatewayOptions {
  supergraphSdl: string;
  /** A folder of persisted documents, for the examples of the playground. */
  operations?: string | undefined;
  /** Folder of state: the supergraph is there while the gateway runs. */
  folder: string;
  secret: string;
  env: NodeJS.ProcessEnv;
}

export interface LocalGateway {
  readonly url: string;
  /** Serves another supergraph from now on. */
  replace(supergraphSdl: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts a gateway in this process, with a playground; it shows the errors of subgraphs in full. */
export async function startLocalGateway({
  supergraphSdl,
  operations,
  folder,
  secret,
  env,
}: LocalGatewayOptions): Promise<LocalGateway> {
  await mkdir(folder, { recursive: true });
  const own = await mkdtemp(join(folder, 'dev-'));
  const supergraphFile = join(own, 'supergraph.graphql');
  await replaceFile(supergraphFile, supergraphSdl);
  if (operations !== undefined) await cp(operations, join(own, 'operations'), { recursive: true });
  const { NODE_ENV: _, REGISTRY: __, ...settings } = env;
  const config = {
    ...readGatewayConfig({
      ...(!env['AUTH_JWKS_URL'] && { AUTH_PUBLIC_KEY_FILE: (await localKeys(folder)).publicKeyFile }),
      LOG_LEVEL: 'warn',
      ...settings,
      PLAYGROUND: 'on',
      SUPERGRAPH_FILE: supergraphFile,
      // The file has another path each time, and what is tried here is no usage of clients.
      SUPERGRAPH_CACHE: 'off',
      USAGE: 'off',
      SUBGRAPH_SECRET: secret,
    }),
    showsSubgraphErrors: true,
  };
  const log = createLog(config.logLevel, process.stderr.isTTY);
  const gateway = await createGateway(config, { log }).catch(async (error: Error) => {
    await rm(own, { recursive: true, force: true });
    throw error;
  });
  const url = await gateway.listen();

  return {
    url,
    // The gateway never reads half a file.
    replace: (sdl) => replaceFile(supergraphFile, sdl),
    async close() {
      await gateway.close();
      await rm(own, { recursive: true, force: true });
    },
  };
}
