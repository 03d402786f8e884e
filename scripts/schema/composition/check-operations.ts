import { join } from 'node:path';
import { Kind, parse, validate, type DocumentNode, type GraphQLError, type GraphQLSchema } from 'graphql';
import { readOperationFiles } from '../../../gateway/supergraph/operation-files.js';
import { findInvalid, readKnownDocuments } from '../check/known-documents.js';
import type { Finding } from '../report/report.js';

/** What is wrong with the files of a folder of operations: a line each, with file, place and message. */
export interface OperationProblems {
  errors: string[];
  /** Of the operations of clients: they may have been valid, or wait for a field. */
  warnings: string[];
}

/**
 * Checks the operations of a folder against the schema that clients see. Each file `<name>.graphql` holds one operation, whose name is
 * the file's in pascal case (`one-city.graphql` holds `OneCity`), or is the file's name itself. A file `<name>.json` is a manifest of
 * the operations of a client.
 *
 * @returns nothing when all is well or there is no folder
 */
export async function checkOperations(folder: string, schema: GraphQLSchema): Promise<OperationProblems> {
  const files = await readOperationFiles(folder);
  const documents = files.filter(({ name }) => name.endsWith('.graphql'));
  const manifests = readKnownDocuments(
    files.filter((file) => !documents.includes(file)),
    join(folder, '/'),
  );
  return {
    errors: [
      ...documents.flatMap(({ name, text }) =>
        problemsIn(join(folder, name), name.slice(0, -'.graphql'.length), text, schema),
      ),
      ...manifests.unreadable.map(describe),
    ],
    warnings: manifests.documents.flatMap((document) => findInvalid(document, schema)).map(describe),
  };
}

function describe({ message, places: [place] }: Finding): string {
  const at = [place?.file, place?.line, place?.column].filter((part) => part !== undefined);
  return `${at.join(':')} ${message}`;
}

function problemsIn(file: string, name: string, text: string, schema: GraphQLSchema): string[] {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (error) {
    return [shown(file, error as GraphQLError)];
  }
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const names = operations.map((operation) => operation.name?.value ?? '(no name)');
  const wanted = [pascalCase(name), name];
  return [
    ...(operations.length === 1 && wanted.includes(names[0] ?? '')
      ? []
      : [`${file} must hold one operation called ${wanted[0]}, but it holds ${names.join(', ') || 'none'}`]),
    ...validate(schema, document).map((error) => shown(file, error)),
  ];
}

function shown(file: string, error: GraphQLError): string {
  const at = error.locations?.[0];
  return `${file}${at ? `:${at.line}:${at.column}` : ''} ${error.message}`;
}

function pascalCase(name: string): string {
  return name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
