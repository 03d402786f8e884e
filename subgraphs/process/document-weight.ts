import type { DocumentNode } from 'graphql';

/** Bytes that a token takes with its part of the tree, as measured in a heap snapshot. */
const BYTES_OF_TOKEN = 400;
const BYTES_OF_CHARACTER = 2;

/** Bytes that a parsed document takes in memory, about: hundreds of times as much as its text. */
export function weightOf({ loc }: DocumentNode): number {
  let tokens = 1;
  for (let token = loc?.startToken; token; token = token.next ?? undefined) tokens += 1;
  return tokens * BYTES_OF_TOKEN + (loc?.source.body.length ?? 0) * BYTES_OF_CHARACTER;
}
