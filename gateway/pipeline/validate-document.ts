import {
  SingleFieldSubscriptionsRule,
  specifiedRules,
  validate,
  ValuesOfCorrectTypeRule,
  type ASTVisitor,
  type DocumentNode,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { DocumentError, toDocumentError, withReporter } from './document-error.js';
import { shapeOf } from './document-shape.js';
import { unlessConditional } from './no-conditional-subscription-rule.js';
import { visitTogether } from './visit-together.js';

/**
 * Gives the errors of a document; none when it is valid.
 *
 * @param shape from `shapeOf`, where it is known
 */
type ValidateDocument = (document: DocumentNode, shape?: string) => readonly DocumentError[];

/** Shapes of valid documents that are kept, each a hash. */
const MAX_SHAPES = 10_000;

/**
 * Creates the validation of documents by the rules of the specification. A document of the shape of a valid one can only be
 * wrong in the values of its literals: only these are checked.
 *
 * @param others rules beside those of the specification, which must not depend on literals or aliases
 */
export function createValidateDocument(schema: GraphQLSchema, others: readonly ValidationRule[]): ValidateDocument {
  const all = inOneVisit(
    [...specifiedRules, ...others].map((rule) => {
      const reporting = withReporter(rule);
      return rule === SingleFieldSubscriptionsRule ? unlessConditional(reporting) : reporting;
    }),
  );
  const ofLiterals = withReporter(ValuesOfCorrectTypeRule);
  const validShapes = new LRUCache<string, true>({ max: MAX_SHAPES });

  return (document, shape = shapeOf(document)) => {
    const rule = validShapes.get(shape) ? ofLiterals : all;
    const errors = validate(schema, document, [rule]).map((each) =>
      each instanceof DocumentError ? each : toDocumentError(each, 'validation', 'GRAPHQL_VALIDATION_FAILED'),
    );
    if (errors.length === 0) validShapes.set(shape, true);
    return errors;
  };
}

function inOneVisit(rules: readonly ValidationRule[]): ValidationRule {
  return (context): ASTVisitor => visitTogether(rules.map((rule) => rule(context)));
}
