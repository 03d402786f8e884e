import { describe, expect, test } from '@jest/globals';
import { buildSchema, type OperationDefinitionNode } from 'graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Executor } from '../../gateway/executor/executor.js';
import { ClientAbort } from '../../gateway/http/client-abort.js';
import { CostModel } from '../../gateway/limits/cost/cost-model.js';
import { DEFAULT_LIMITS } from '../../gateway/limits/document-limits.js';
import { createPreparation } from '../../gateway/pipeline/prepare.js';
import { RequestState } from '../../gateway/pipeline/request-state.js';

const schema = buildSchema('type Query { a(list: [Int]): Int b: Int }');

/** An executor that runs nothing, and records the operations that it has to prepare, to plan and to release. */
function preparation() {
  const prepared: string[] = [];
  const warmed: string[] = [];
  const released: string[] = [];
  const nameOf = (operation: OperationDefinitionNode) => operation.name?.value ?? '';
  const executor: Executor = {
    apiSchema: schema,
    prepare(_document, operation) {
      prepared.push(nameOf(operation));
      return {
        operation,
        warm: async () => void warmed.push(nameOf(operation)),
        run: () => Promise.reject(new Error('not run')),
        sourceOf: () => Promise.reject(new Error('not run')),
        plan: () => Promise.reject(new Error('not planned')),
        origins: () => Promise.reject(new Error('not planned')),
        release: () => void released.push(nameOf(operation)),
      };
    },
    ready: async () => undefined,
    close: async () => undefined,
  };
  const costs = new CostModel(schema, { listSize: 10, limit: 10_000 });
  const stage = createPreparation({ executor, access: null, costs, limits: DEFAULT_LIMITS, introspection: true });
  return { ...stage, prepared, warmed, released };
}

function stateOf(text: string, operationName?: string): RequestState {
  const state = new RequestState({} as FastifyRequest, {} as FastifyReply, 'en');
  return Object.assign(state, {
    text,
    parameters: { query: text, documentId: undefined, operationName, variables: {}, extensions: {} },
    signal: new ClientAbort(),
    deadline: performance.now() + 60_000,
  });
}

describe('an operation', () => {
  test('that many requests send first at the same moment is prepared once', async () => {
    const { prepare, prepared } = preparation();
    const states = Array.from({ length: 20 }, () => stateOf('query A { a }'));
    await Promise.all(states.map(prepare));
    expect(prepared).toEqual(['A']);
    expect(new Set(states.map(({ operation }) => operation)).size).toBe(1);
  });

  test('that is the only one of its document is the same with and without its name', async () => {
    const { prepare, prepared, find } = preparation();
    await prepare(stateOf('query A { a }'));
    await prepare(stateOf('query A { a }', 'A'));
    expect(prepared).toEqual(['A']);
    expect(find('query A { a }', 'A')).toBe(find('query A { a }', undefined));
  });

  test('of a client that disconnects while its document is queued is not prepared', async () => {
    const { prepare, prepared } = preparation();
    const state = stateOf('query A { a }');
    const preparing = prepare(state);
    state.signal.abort();
    await expect(preparing).rejects.toMatchObject({ code: 'CLIENT_CLOSED_REQUEST' });
    expect(prepared).toEqual([]);
  });

  test('whose deadline passes while its document is queued is not prepared', async () => {
    const { prepare, prepared } = preparation();
    const state = stateOf('query A { a }');
    state.deadline = performance.now() - 1;
    await expect(prepare(state)).rejects.toMatchObject({ extensions: { code: 'REQUEST_DEADLINE' } });
    expect(prepared).toEqual([]);
  });

  test('of a wrong document is refused each time, and not kept', async () => {
    const { prepare, find } = preparation();
    for (let time = 0; time < 2; time += 1)
      await expect(prepare(stateOf('{ nowhere }'))).rejects.toMatchObject({
        errors: [{ message: 'Cannot query field "nowhere" on type "Query".' }],
      });
    expect(find('{ nowhere }', undefined)).toBeUndefined();
  });

  test('of a persisted document is planned before a client sends it', async () => {
    const { warm, warmed, find } = preparation();
    await warm('query A { a } query B { b }');
    expect(warmed).toEqual(['A', 'B']);
    expect(find('query A { a } query B { b }', 'B')).toBeDefined();
    await expect(warm('{ nowhere }')).rejects.toThrow('Cannot query field "nowhere" on type "Query".');
  });

  test('of a document that makes room for newer ones is released', async () => {
    const { prepare, find, released } = preparation();
    await prepare(stateOf('query First { a }'));
    expect(find('query First { a }', undefined)).toBeDefined();
    const documentOf = (number: number) => `query Next${number} { a(list: [${'1 '.repeat(900)}]) }`;
    // Each takes about 0.4 MB, of 32 MB.
    for (let number = 0; number < 100; number += 1) await prepare(stateOf(documentOf(number)));
    expect(find('query First { a }', undefined)).toBeUndefined();
    expect(released.slice(0, 2)).toEqual(['First', 'Next0']);
    expect(find(documentOf(99), undefined)).toBeDefined();
    expect(released).not.toContain('Next99');
  });
});
