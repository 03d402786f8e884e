import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { checkedReferences } from '../../subgraphs/runtime/schema/check-references.js';
import type { ReferenceResolver } from '../../subgraphs/runtime/subgraph.js';

const SDL = parse('type Book @key(fields: "isbn") { isbn: ID! }');

/** Calls the checked resolver of `Book`; an error at once is not caught here. */
function resolveBook(resolve: ReferenceResolver<unknown>, isbn: unknown): unknown {
  const { Book } = checkedReferences(SDL, { Book: resolve });
  return Book!({ __typename: 'Book', isbn }, {} as never, {} as never);
}

test('a reference resolver that throws at once rejects its own entity, and not all of the request', async () => {
  const found = resolveBook(() => {
    throw new Error('no such shelf');
  }, '1');
  await expect(found).rejects.toThrow('no such shelf');
});

test.each([[undefined], [null], [1], [{ $gt: '' }], [['1']]])(
  'a key %j that is no text never reaches the reference resolver',
  async (isbn) => {
    const found = resolveBook(() => {
      throw new Error('reached');
    }, isbn);
    await expect(found).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  },
);

test('a reference resolver gives its entity, or null', async () => {
  expect(await resolveBook((representation) => representation, '1')).toEqual({ __typename: 'Book', isbn: '1' });
  expect(await resolveBook(() => null, '1')).toBeNull();
});
