import { GraphQLError, type DocumentNode, type GraphQLErrorOptions, type ValidationRule } from 'graphql';

/** The part of graphql-js that reported an error: a rule of validation, or one of its other steps. */
export type Reporter = ValidationRule | 'parser' | 'validation' | 'variables' | 'execution';

/** An error in the words of graphql-js. Its reporter decides which Thai sentences it can have. */
export class DocumentError extends GraphQLError {
  constructor(
    message: string,
    readonly reporter: Reporter,
    options: GraphQLErrorOptions,
    /** Of a rule of validation, or of variables: the document that has the error's nodes. */
    readonly document?: DocumentNode,
  ) {
    super(message, options);
  }
}

/** Adds its reporter and its code to an error of graphql-js. */
export function toDocumentError(
  error: GraphQLError,
  reporter: Reporter,
  code: string,
  document?: DocumentNode,
): DocumentError {
  const { message, nodes, source, positions, originalError, extensions } = error;
  return new DocumentError(
    message,
    reporter,
    { nodes, source, positions, originalError, extensions: { ...extensions, code } },
    document,
  );
}

/** Makes a rule of validation report each of its errors as a {@link DocumentError} that names the rule. */
export function withReporter(rule: ValidationRule): ValidationRule {
  return (context) => {
    const reportError = (error: GraphQLError) =>
      context.reportError(toDocumentError(error, rule, 'GRAPHQL_VALIDATION_FAILED', context.getDocument()));
    // A proxy, as the context counts the work of all rules together in its own fields.
    return rule(
      new Proxy(context, {
        get: (target, key, receiver) =>
          key === 'reportError' ? reportError : (Reflect.get(target, key, receiver) as unknown),
      }),
    );
  };
}
