import type { DocumentNode } from 'graphql';

/** What a word or sign of a document takes, with its part of the tree, about. */
const BYTES_OF_TOKEN = 1_000;
const BYTES_OF_CHARACTER = 2;

/** Bytes that a document takes in memory, about: what has been parsed of a text is hundreds of times its size. */
export function weightOf(document: DocumentNode): number {
  let tokens = 1;
  for (let token = document.loc?.startToken; token; token = token.next ?? undefined) tokens += 1;
  return tokens * BYTES_OF_TOKEN + (document.loc?.source.body.length ?? 0) * BYTES_OF_CHARACTER;
}
