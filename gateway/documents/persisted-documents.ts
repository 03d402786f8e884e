import { z } from 'zod';
import type { OperationFile } from '../supergraph/operation-files.js';

/** Documents that were published with a supergraph. */
export interface PersistedDocuments {
  /** Each without white space at its end. */
  readonly texts: readonly string[];
  /** Texts by the ids that a manifest gives them, where a client's tool has made them: any hash of any form. */
  readonly byId: ReadonlyMap<string, string>;
}

/** https://www.apollographql.com/docs/graphos/platform/security/persisted-queries#manifest-format */
const apolloManifest = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string().min(1), body: z.string().min(1) })),
});

/**
 * Texts by their hashes: `persisted-documents.json` of the client preset of graphql-codegen (SHA-1, or what `hashAlgorithm` says), and
 * `persistConfig.file` of Relay's compiler (MD5).
 */
const textsByHash = z.record(z.string().regex(/^[\w:-]+$/), z.string().min(1));

/**
 * Reads the documents among the files of `operations`: `.graphql`, each a document, and the manifests of persisted documents that
 * tools of clients write, `.json`. The variables of examples, `<name>.variables.json`, are none.
 *
 * @param report told of a JSON file that is no manifest
 */
export function readPersistedDocuments(
  files: readonly OperationFile[],
  report: (problem: string) => void,
): PersistedDocuments {
  const documents = files.filter(({ name }) => name.endsWith('.graphql')).map(({ text }) => text.trimEnd());
  const manifests = files.filter(({ name }) => name.endsWith('.json') && !name.endsWith('.variables.json'));
  const named = manifests.flatMap((file) => readManifest(file, report));
  const byId = new Map(named);
  for (const [id, text] of named) {
    const other = byId.get(id);
    if (other === undefined || other.trimEnd() === text.trimEnd()) continue;
    byId.delete(id);
    report(`The id ${id} has two documents in the manifests: no document is known by it`);
  }
  return { texts: [...new Set([...documents, ...named.map(([, text]) => text.trimEnd())])], byId };
}

function readManifest({ name, text }: OperationFile, report: (problem: string) => void): [id: string, text: string][] {
  try {
    const json: unknown = JSON.parse(text);
    const apollo = apolloManifest.safeParse(json);
    if (apollo.success) return apollo.data.operations.map(({ id, body }) => [id, body]);
    return Object.entries(textsByHash.parse(json));
  } catch {
    report(`${name} is no manifest of persisted documents: its documents are not known`);
    return [];
  }
}
