import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../subgraphs/process/replace-file.js';
import { digestOf } from './registry/manifest.js';
import type { PublishedSupergraph } from './published-supergraph.js';

interface Log {
  warn(details: object, message: string): void;
}

/** Keeps the supergraph that was served last on disk, for a start while its source is broken or unreachable. */
export interface LastGood {
  /** Undefined when there is none, or none of this source. */
  read(): Promise<PublishedSupergraph | undefined>;
  /** Never rejects: what cannot be written is logged once. */
  write(published: PublishedSupergraph): Promise<void>;
}

export const KEEP_NONE: LastGood = { read: async () => undefined, write: async () => undefined };

const kept = z.object({
  location: z.string(),
  published: z.looseObject({
    version: z.number().nullable(),
    sdl: z.string(),
    hash: z.string(),
    subgraphs: z.array(z.looseObject({})),
    operations: z.array(z.object({ name: z.string(), text: z.string() })),
  }),
});

/**
 * @param folder written by the gateway alone; one file for each source
 * @param location of the source: what was kept of another one is not used
 */
export function createLastGood(folder: string, location: string, log: Log): LastGood {
  const file = join(folder, `${digestOf(location).slice(0, 16)}.json`);
  let isWarned = false;
  return {
    async read() {
      try {
        const { location: of, published } = kept.parse(JSON.parse(await readFile(file, 'utf8')));
        const isWhole = of === location && digestOf(published.sdl) === published.hash;
        return isWhole ? (published as unknown as PublishedSupergraph) : undefined;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
          log.warn({ file, reason: (error as Error).message }, 'The supergraph of SUPERGRAPH_CACHE is ignored');
        return undefined;
      }
    },
    async write(published) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await replaceFile(file, JSON.stringify({ location, published }), 0o600);
      } catch (error) {
        if (isWarned) return;
        isWarned = true;
        log.warn(
          { file, reason: (error as Error).message },
          'The supergraph cannot be kept in SUPERGRAPH_CACHE: a start while its source is broken fails',
        );
      }
    },
  };
}
