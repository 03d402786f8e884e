import { z } from 'zod';
import type { OperationFile } from '../supergraph/operation-files.js';

/** Documents that were published with a supergraph. */
export interface PersistedDocuments {
  /** Each without white space at its end. */
  readonly texts: readonly string[];
  /** Texts by the ids that a manifest gives them, where a client's tool has made them: any hash of any form. */
  readonly byId: ReadonlyMap<string, string>;
  /** Names of files by {@link texts}: where a text was read first. */
  readonly files: ReadonlyMap<string, string>;
}

/** A file of persisted documents that is not used, or not as a whole. */
export interface ManifestProblem {
  /** Its name in the folder `operations`. */
  file: string;
  /** A sentence without the file. */
  message: string;
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
 * @param report told of a JSON file that is no manifest, and of an id that has two documents
 */
export function readPersistedDocuments(
  files: readonly OperationFile[],
  report: (problem: ManifestProblem) => void,
): PersistedDocuments {
  const documents = files.filter(({ name }) => name.endsWith('.graphql'));
  const manifests = files.filter(({ name }) => name.endsWith('.json') && !name.endsWith('.variables.json'));
  const named = manifests.flatMap((file) =>
    readManifest(file, report).map(([id, text]) => ({ id, text, name: file.name })),
  );
  const byId = new Map(named.map(({ id, text }) => [id, text]));
  for (const { id, text, name } of named) {
    const other = byId.get(id);
    if (other === undefined || other.trimEnd() === text.trimEnd()) continue;
    byId.delete(id);
    report({ file: name, message: `The id ${id} has two documents in the manifests: no document is known by it` });
  }
  const sources = new Map<string, string>();
  for (const { name, text } of [...documents, ...named])
    if (!sources.has(text.trimEnd())) sources.set(text.trimEnd(), name);
  return { texts: [...sources.keys()], byId, files: sources };
}

function readManifest(
  { name, text }: OperationFile,
  report: (problem: ManifestProblem) => void,
): [id: string, text: string][] {
  try {
    return parseManifest(text);
  } catch (error) {
    const message = `It is no manifest of persisted documents, so that its documents are not known: ${(error as Error).message}`;
    report({ file: name, message });
    return [];
  }
}

/**
 * Reads the text of a manifest.
 *
 * @throws SyntaxError when it is not JSON
 * @throws Error when it has no known form
 */
function parseManifest(text: string): [id: string, text: string][] {
  const json: unknown = JSON.parse(text);
  if (typeof json === 'object' && json !== null && 'format' in json)
    return parseForm(apolloManifest, "Apollo's form", json).operations.map(({ id, body }) => [id, body]);
  return Object.entries(parseForm(textsByHash, 'texts by their hashes', json));
}

function parseForm<T>(form: z.ZodType<T>, title: string, json: unknown): T {
  const result = form.safeParse(json);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues as [z.core.$ZodIssue];
  throw new Error(`${[path.join('.'), message].filter(Boolean).join(': ')} (read as ${title})`);
}
