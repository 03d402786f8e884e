import { expect, test } from '@jest/globals';
import { buildSchema, parse, Source, specifiedRules, validate } from 'graphql';
import { withReporter } from '../../gateway/pipeline/document-error.js';
import { formatError } from '../../gateway/pipeline/explain/format-error.js';

const schema = buildSchema('input Filter { ids: [ID!] size: Int } type Query { list(filter: Filter): Int }');

test('the paths of wrong literals are found without parsing their document again', () => {
  const source = new Source('{ list(filter: { ids: ["a", true], size: "many" }) }');
  const errors = validate(schema, parse(source), specifiedRules.map(withReporter));
  // A refused document may have a hundred errors, and parsing it may take a tenth of a second.
  Object.defineProperty(source, 'body', { get: () => fail('the text is read again') });
  const formatted = errors.map((error) => formatError(error, { language: 'en', suggests: false }));
  expect(formatted.map(({ extensions }) => extensions!['argument'])).toEqual(['filter.ids.1', 'filter.size']);
});

function fail(message: string): never {
  throw new Error(message);
}
