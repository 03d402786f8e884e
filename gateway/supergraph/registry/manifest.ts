import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The file of a registry that says what it holds. It is written last, by a rename, so that it commits a publication. */
export const MANIFEST_FILE = 'registry.json';

export const SUPERGRAPH_FILE = 'supergraph.graphql';
export const API_FILE = 'api.graphql';

/** The folder of persisted documents, and the beginning of their names in a manifest. */
export const OPERATIONS = 'operations/';

/** What a subgraph may be told of the caller. */
export const CLAIMS = ['id', 'roles', 'scopes', 'language'] as const;

/** A file of the registry. Its name becomes a part of paths and addresses, and must not lead elsewhere. */
const FILE_NAME = /^(operations\/)?(?!\.{1,2}$)[^/\\:?#]+$/;

const subgraphEntry = z.strictObject({
  name: z.string().refine(isSubgraphName, 'is no name of a subgraph'),
  /** Where it is served, unless configuration says otherwise. */
  url: z.string(),
  /** Where it takes subscriptions, if elsewhere: over SSE at an http address, over WebSockets at a ws address. */
  subscriptionUrl: z
    .string()
    .refine((url) => URL.canParse(url) && /^(https?|wss?):/.test(url), 'is no http or ws address')
    .optional(),
  /** The team that may publish under this name. */
  owner: z.string().nullable(),
  /** How people reach that team. */
  contact: z.string().nullable(),
  /** The version that brought the subgraph. */
  since: z.int().min(0),
  /** Whether it is built from this repository. */
  isOurs: z.boolean(),
  /** Milliseconds from sending a request to the last byte of its response. Absent: the gateway's setting. */
  timeoutMs: z.int().min(1).optional(),
  /** Calls in flight. Absent: the gateway's setting. */
  concurrency: z.int().min(1).optional(),
  /** Headers of the client's request that are passed on. */
  headers: z.array(z.string()).optional(),
  /** What it is told of the caller. Absent: ours everything, others the language only. */
  claims: z.array(z.enum(CLAIMS)).optional(),
});

/** A name stays with its team when the subgraph is taken out: its key is derived from the name, and the team still has it. */
const retiredName = z.strictObject({
  name: z.string().refine(isSubgraphName, 'is no name of a subgraph'),
  owner: z.string().nullable(),
  contact: z.string().nullable(),
});

const manifest = z.strictObject({
  format: z.literal(1),
  /** 0 for what was never published: the folder `schema/` of a checkout. */
  version: z.int().min(0),
  /** ISO 8601, in UTC. Null, as the team: composed from a checkout, and kept as a version by the next publication. */
  publishedAt: z.string().nullable(),
  publishedBy: z.string().nullable(),
  /** The SHA-256, in hexadecimal, of each schema file of this version. */
  files: z
    .record(z.string(), z.string())
    .refine(
      (files) => Object.keys(files).every((name) => FILE_NAME.test(name)),
      'has a name that is no name of a file',
    ),
  subgraphs: z.array(subgraphEntry),
  /** Names of subgraphs that were taken out. Absent: none were. */
  retired: z.array(retiredName).optional(),
});

export type SubgraphEntry = z.output<typeof subgraphEntry>;
export type RetiredName = z.output<typeof retiredName>;
export type Manifest = z.output<typeof manifest>;

/** A registry cannot be used; the message is for the operator. */
export class RegistryError extends Error {
  override name = 'RegistryError';
}

/**
 * Reads the text of a manifest.
 *
 * @param where named in the error
 * @throws RegistryError when it is not one
 */
export function parseManifest(text: string, where: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new RegistryError(`${where} is not JSON: ${(error as Error).message}`);
  }
  const result = manifest.safeParse(json);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues as [z.core.$ZodIssue];
  throw new RegistryError(
    `${where} is no manifest of a registry: ${[path.join('.'), message].filter(Boolean).join(': ')}`,
  );
}

/** The text of a manifest, as it is written: its properties are in the order of the schema above, whoever made the value. */
export function printManifest(value: Manifest): string {
  return `${JSON.stringify(manifest.parse(value), undefined, 2)}\n`;
}

/** The SHA-256 of a file's text, in hexadecimal. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Tells whether a subgraph can have this name: its SDL is a file of the registry, and must not replace one of the others. */
export function isSubgraphName(name: string): boolean {
  const file = sdlFile(name);
  return /^[a-z][a-z0-9_-]*$/.test(name) && file !== SUPERGRAPH_FILE && file !== API_FILE;
}

/** The file that has the SDL of a subgraph. */
export function sdlFile(subgraph: string): string {
  return `${subgraph}.graphql`;
}

/** The folder of what was published as a version. */
export function versionFolder(version: number): string {
  return `versions/${version}`;
}
