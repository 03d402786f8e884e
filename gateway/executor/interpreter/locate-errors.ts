import type { GraphQLFormattedError } from 'graphql';
import { FieldErrors, isDataObject, ownMember, setMember, type Data, type Path, type SourceError } from '../data.js';

/** An error of a subgraph, with its path. */
export interface PathError {
  readonly error: SourceError;
  /** In the response of the subgraph; undefined when the error says nothing of where it occurred. */
  readonly path: Path | undefined;
}

/**
 * Puts the errors of a subgraph's response into its data, each in the place of the null that it caused. A subgraph nulls
 * what is above an error as far as it may not be null, so that the path may lead beyond the null.
 *
 * The time grows with the length of all paths together. Errors that find no null stay where they are: the result has
 * them at their own paths.
 */
export function locateErrors(data: Data, errors: readonly PathError[]): void {
  for (const { error, path } of errors) if (path !== undefined) locate(data, error, path);
  const without = errors.filter(({ path }) => path === undefined);
  if (without.length === 0) return;
  // They belong to every root value that is null and that no other error explains.
  for (const [key, value] of Object.entries(data)) {
    if (value !== null) continue;
    setMember(
      data,
      key,
      new FieldErrors(
        without.map(({ error }) => ({ error, below: [], isOwn: true })),
        true,
      ),
    );
  }
}

function locate(data: Data, error: SourceError, path: Path): void {
  let parent: unknown = data;
  for (const [index, step] of path.entries()) {
    const isIndex = typeof step === 'number';
    if (
      isIndex
        ? !Array.isArray(parent) || step < 0 || step >= parent.length || !Number.isInteger(step)
        : !isDataObject(parent)
    )
      return;
    const value = isIndex ? (parent as unknown[])[step] : ownMember(parent as Data, step);
    if (value instanceof FieldErrors) return value.add(error, path.slice(index + 1));
    if (value === null || value === undefined) {
      const marker = new FieldErrors([{ error, below: path.slice(index + 1), isOwn: true }], true);
      if (isIndex) (parent as unknown[])[step] = marker;
      else setMember(parent as Data, step, marker);
      return;
    }
    parent = value;
  }
}

/** The path of an error as it can be followed; undefined when the error has none. */
export function pathOf({ path }: GraphQLFormattedError): Path | undefined {
  return path && path.length > 0 ? path : undefined;
}
