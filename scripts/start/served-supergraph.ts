import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const REGISTRY = 'schema';
const COMMITTED = { registry: REGISTRY, isCommitted: true };
/** Holds the digest of build and registry that were last found to agree: composing takes a second of each start. */
const AGREED = 'schema-agreed';

/** The supergraph that the gateway of this start serves. */
export interface ServedSupergraph {
  /** The folder or the address of its registry. */
  registry: string;
  /** Whether it is the committed one, or the operator's own. */
  isCommitted: boolean;
}

/**
 * Composes the subgraphs, with those that others published in `schema/`. When that registry holds the result, it is served;
 * otherwise the result, from a folder of the run-time state, as nothing here writes into the registry.
 *
 * @param folder run-time state
 * @throws CompositionError when the subgraphs do not compose
 * @throws CommandError when the SDL of another team in `schema/` is not the published one
 */
export async function servedSupergraph(folder: string): Promise<ServedSupergraph> {
  const digest = await digestOfAll();
  const agreed = join(folder, AGREED);
  if (digest === (await readFile(agreed, 'utf8').catch(() => undefined))) return COMMITTED;
  const { printedSubgraphs } = await import('../schema/compose/printed-subgraphs.js');
  const { compareCheckout } = await import('../schema/compose/compose-checkout.js');
  const { wanted, drift } = await compareCheckout(printedSubgraphs(), REGISTRY);
  if (drift.length === 0) {
    await mkdir(folder, { recursive: true });
    await writeFile(agreed, digest);
    return COMMITTED;
  }
  const here = join(folder, 'schema');
  await rm(here, { recursive: true, force: true });
  await mkdir(here, { recursive: true });
  await Promise.all(wanted.map(({ name, text }) => writeFile(join(here, name), text)));
  await cp(join(REGISTRY, 'operations'), join(here, 'operations'), { recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    },
  );
  return { registry: here, isCommitted: false };
}

async function digestOfAll(): Promise<string> {
  const files = (await readdir(REGISTRY).catch(() => [])).filter((name) => /\.(graphql|json)$/.test(name)).sort();
  const hash = createHash('sha256').update(await readFile(join('dist', '.built.json')));
  for (const name of files) hash.update(`\0${name}\0`).update(await readFile(join(REGISTRY, name)));
  return hash.digest('hex');
}
