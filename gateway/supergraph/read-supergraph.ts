import { readFile } from 'node:fs/promises';
import { parse, type DocumentNode } from 'graphql';

/** The supergraph cannot be used; the message is for the operator. */
export class SupergraphError extends Error {
  override name = 'SupergraphError';
  readonly code: 'SUPERGRAPH_INVALID' | 'SUBGRAPH_ADDRESS_REFUSED';

  constructor(
    message: string,
    { code = 'SUPERGRAPH_INVALID', cause }: { code?: SupergraphError['code']; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.code = code;
  }
}

/**
 * Reads the text of a supergraph.
 *
 * @throws SupergraphError when the file cannot be read
 */
export async function readSupergraph(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    throw new SupergraphError(
      `The supergraph file ${file} ${reason}: compose it, or name another in SUPERGRAPH_FILE.`,
      { cause: new Error(`The supergraph file ${reason}.`) },
    );
  }
}

/** @throws SupergraphError when the text is not GraphQL */
export function parseSupergraph(sdl: string): DocumentNode {
  try {
    return parse(sdl, { noLocation: true });
  } catch (error) {
    throw new SupergraphError(`It is not GraphQL: ${(error as Error).message}`);
  }
}
