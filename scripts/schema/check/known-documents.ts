import {
  getLocation,
  GraphQLError,
  Kind,
  parse,
  Source,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { readPersistedDocuments } from '../../../gateway/documents/persisted-documents.js';
import type { OperationFile } from '../../../gateway/supergraph/operation-files.js';
import { createSection, type Finding, type Place, type Section } from '../report/report.js';
import type { OperationDocument } from './known-operations.js';
import { locateJsonError } from './locate-json-error.js';

/** The documents in a folder of operations, and what of it cannot be read. */
export interface KnownDocuments {
  documents: OperationDocument[];
  /** Errors: the operations of such a file are known to nobody, so that no check protects them. */
  unreadable: Finding[];
}

/**
 * Reads the documents in the files of `operations/`: `.graphql`, each a document, and manifests that tools of clients write.
 *
 * @param folder the place of the files, with a slash at its end
 */
export function readKnownDocuments(files: readonly OperationFile[], folder: string): KnownDocuments {
  const textOf = (name: string) => files.find((file) => file.name === name)!.text;
  const unreadable: Finding[] = [];
  const { texts, files: names } = readPersistedDocuments(files, ({ file, message }) =>
    unreadable.push(createFinding(message, { file: folder + file, ...placeOfJsonError(textOf(file)) })),
  );
  const documents = texts.map((text): OperationDocument => {
    const file = names.get(text)!;
    const named = /\b(?:query|mutation|subscription)\s+(\w+)/.exec(text)?.[1];
    return { name: named ?? file, file: folder + file, line: lineOfDocument(textOf(file), text), text };
  });
  for (const document of documents) {
    const problem = syntaxProblem(document.text);
    if (problem) unreadable.push(createFinding(problem.message, placeOf(document, problem)));
  }
  return { documents, unreadable };
}

/**
 * Adds to a section what is wrong with the documents of the registry: an error for each that cannot be read, and a warning for each
 * operation that is valid neither before the change nor with it. Nothing protects either of them.
 *
 * @param before what clients see as published; undefined when nothing is published
 */
export function addDocumentFindings(
  section: Section,
  { documents, unreadable }: { documents: readonly OperationDocument[]; unreadable: readonly Finding[] },
  before: GraphQLSchema | undefined,
  after: GraphQLSchema,
): Section {
  const invalid = documents.flatMap((document) =>
    before && findInvalid(document, after).length > 0 ? findInvalid(document, before) : [],
  );
  return createSection(section.name, section.summary, [...section.findings, ...unreadable, ...invalid]);
}

/** A warning for a document that does not fit the schema that clients see; none for one that is no GraphQL. */
export function findInvalid(document: OperationDocument, schema: GraphQLSchema): Finding[] {
  const parsed = parseDocument(document.text);
  if (parsed instanceof GraphQLError) return [];
  const [error] = validate(schema, parsed);
  if (error === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'OPERATION_INVALID_AS_PUBLISHED',
      message: `The operation ${document.name} does not fit the published schema: ${error.message} What it uses is not known, so that no check protects it.`,
      places: [placeOf(document, error)],
      advice: 'Correct the operation, or remove it when no client sends it.',
    },
  ];
}

function createFinding(message: string, place: Place): Finding {
  return {
    severity: 'error',
    code: 'OPERATIONS_UNREADABLE',
    message: `${message.replace(/\.$/, '')}.`,
    places: [place],
    advice: 'Correct the file, or remove it: see "Register your operations" in schema/README.md.',
  };
}

function syntaxProblem(text: string): GraphQLError | undefined {
  const parsed = parseDocument(text);
  if (parsed instanceof GraphQLError) return parsed;
  if (parsed.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION)) return undefined;
  return new GraphQLError('The document has no operation');
}

function parseDocument(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text);
  } catch (error) {
    return error as GraphQLError;
  }
}

/** In a manifest a document is a string on one line. */
function placeOf({ file, line, text }: OperationDocument, { locations }: GraphQLError): Place {
  const place = { ...(file !== undefined && { file }) };
  if (file?.endsWith('.json')) return { ...place, ...(line !== undefined && { line }) };
  const at = locations?.[0];
  return at && text !== '' ? { ...place, line: at.line, column: at.column } : place;
}

function lineOfDocument(file: string, text: string): number {
  const offset = file.indexOf(JSON.stringify(text).slice(1, -1));
  return getLocation(new Source(file), Math.max(0, offset)).line;
}

function placeOfJsonError(text: string): Pick<Place, 'line' | 'column'> {
  const offset = locateJsonError(text);
  return offset === undefined ? {} : { ...getLocation(new Source(text), offset) };
}
