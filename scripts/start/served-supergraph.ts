import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { printedSchema } from '../schema/printed-schema.js';
import { schemaDrift } from '../schema/schema-drift.js';

const REGISTRY = 'schema';

/** The supergraph that the gateway of this start serves. */
export interface ServedSupergraph {
  file: string;
  /** Whether it is the committed one. */
  isCommitted: boolean;
}

/**
 * Composes the subgraphs. When that gives what is committed, that is served; otherwise what was composed now, from
 * a folder of the run-time state, as nothing here writes into the registry.
 *
 * @param folder run-time state
 * @throws CompositionError when the subgraphs do not compose
 */
export async function servedSupergraph(folder: string): Promise<ServedSupergraph> {
  const wanted = printedSchema();
  if ((await schemaDrift(REGISTRY, wanted)).length === 0) return { file: join(REGISTRY, 'supergraph.graphql'), isCommitted: true };
  const here = join(folder, 'schema');
  await rm(here, { recursive: true, force: true });
  await mkdir(here, { recursive: true });
  await Promise.all(wanted.map(({ name, text }) => writeFile(join(here, name), text)));
  await cp(join(REGISTRY, 'operations'), join(here, 'operations'), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  return { file: join(here, 'supergraph.graphql'), isCommitted: false };
}
