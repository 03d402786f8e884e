import {
  execute,
  parse,
  validate,
  validateSchema,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';

/** Executes a request. */
export type Run = (
  query: string,
  variables: Record<string, unknown> | undefined,
  operationName: string | undefined,
) => Promise<ExecutionResult>;

/** As `graphql` of graphql-js, but a document that comes again is not parsed and validated again: that costs more than all else. */
export function createRunner(schema: GraphQLSchema): Run {
  const documents = new Map<string, DocumentNode | readonly GraphQLError[]>();
  const invalid = validateSchema(schema);
  if (invalid.length > 0) throw new AggregateError(invalid, 'The schema is not valid.');
  return async (query, variableValues, operationName) => {
    let document = documents.get(query);
    if (!document) {
      document = prepare(schema, query);
      documents.set(query, document);
    }
    if (!('kind' in document)) return { errors: document };
    return execute({ schema, document, variableValues, operationName });
  };
}

function prepare(schema: GraphQLSchema, query: string): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    return errors.length > 0 ? errors : document;
  } catch (error) {
    return [error as GraphQLError];
  }
}
