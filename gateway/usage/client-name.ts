import type { IncomingHttpHeaders } from 'node:http';

/** How a client names itself; both are empty where it does not. */
export interface ClientName {
  readonly name: string;
  readonly version: string;
}

/** Characters of a name, and of a version. */
const MAX_LENGTH = 100;

/**
 * Reads how a client names itself, by the headers of Apollo's clients or of Hive's, otherwise by the library that Apollo
 * Client 4 names in `extensions.clientLibrary`. The name is what the client claims: it proves nothing.
 */
export function readClientName(
  headers: IncomingHttpHeaders,
  extensions: Readonly<Record<string, unknown>>,
): ClientName {
  const name = headers['apollographql-client-name'] ?? headers['graphql-client-name'];
  if (name !== undefined)
    return {
      name: bound(name),
      version: bound(headers['apollographql-client-version'] ?? headers['graphql-client-version']),
    };
  const library = extensions['clientLibrary'];
  if (typeof library !== 'object' || library === null) return UNNAMED;
  const { name: libraryName, version } = library as Record<string, unknown>;
  return { name: bound(libraryName), version: bound(version) };
}

const UNNAMED: ClientName = { name: '', version: '' };

/** Control characters would reach the terminal of a person who reads the record. */
function bound(value: unknown): string {
  if (typeof value !== 'string') return '';
  return value.slice(0, MAX_LENGTH).replace(/\p{Cc}/gu, ' ');
}
