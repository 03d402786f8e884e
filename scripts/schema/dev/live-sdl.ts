import { readFile } from 'node:fs/promises';
import { fetchSdl } from '../probe/probe-subgraph.js';
import { createEndpoint } from '../probe/subgraph-endpoint.js';

/** The SDL of a subgraph that somebody is working on. */
export interface LiveSdl {
  readonly name: string;
  readonly url: string;
  /** Where the SDL is read: an address or a file. */
  readonly from: string;
  /** How findings name its text. */
  readonly file: string;
  /** @throws Error whose message says why there is none */
  read(): Promise<string>;
}

export interface LiveSdlOptions {
  name: string;
  url: string;
  /** A file in place of the running subgraph's `_service { sdl }`. */
  file?: string | undefined;
  /** Signs the calls. */
  key: string;
}

/** Milliseconds: a subgraph may be stopped at a breakpoint. */
const TIMEOUT_MS = 5_000;

/** Reads the SDL of a running subgraph, or of its file. */
export function createLiveSdl({ name, url, file, key }: LiveSdlOptions): LiveSdl {
  const endpoint = createEndpoint({ url, name, key, timeoutMs: TIMEOUT_MS });
  return {
    name,
    url,
    from: file ?? url,
    file: file ?? `SDL of ${name}`,
    async read() {
      if (file !== undefined)
        return readFile(file, 'utf8').catch((error: Error) => {
          throw new Error(`${file} cannot be read: ${error.message}.`);
        });
      const sdl = await fetchSdl(endpoint);
      if (sdl === undefined)
        throw new Error(
          `${url} gives no SDL for { _service { sdl } }: serve it with a library of Apollo Federation 2.`,
        );
      return sdl;
    },
  };
}
