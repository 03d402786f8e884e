import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { normalizeApolloPlan } from '../../gateway/executor/planning/apollo/apollo-plans.js';
import { normalizeHivePlan } from '../../gateway/executor/planning/hive/normalize-hive-plan.js';

const schema = buildSchema('type Query { a: Int }');
const CONDITION = /A rewrite must end in a key, but got: .*"types":\["Book"\]/;

test("a plan of Apollo's planner with a rewrite that ends in no key is refused", () => {
  const plan = (path: string[]) =>
    ({
      kind: 'QueryPlan',
      node: {
        kind: 'Fetch',
        serviceName: 'books',
        operation: '{a}',
        operationKind: 'query',
        outputRewrites: [{ kind: 'KeyRenamer', path, renameKeyTo: 'b' }],
      },
    }) as unknown as Parameters<typeof normalizeApolloPlan>[0];
  expect(() => normalizeApolloPlan(plan(['a', '... on Book']))).toThrow(CONDITION);
  expect(() => normalizeApolloPlan(plan([]))).toThrow('A rewrite must end in a key');
  expect(normalizeApolloPlan(plan(['... on Book', 'a'])).node).toMatchObject({
    outputRewrites: [{ path: [{ types: ['Book'] }, 'a'], renameKeyTo: 'b' }],
  });
});

test("a plan of Hive's planner with a rewrite that ends in no key is refused", () => {
  const plan = (path: object[]) =>
    ({
      kind: 'QueryPlan',
      node: {
        kind: 'Fetch',
        serviceName: 'books',
        operation: '{a}',
        operationKind: 'query',
        inputRewrites: [{ ValueSetter: { path, setValueTo: 'Book' } }],
      },
    }) as unknown as Parameters<typeof normalizeHivePlan>[1];
  expect(() => normalizeHivePlan(schema, plan([{ Key: 'a' }, { TypenameEquals: ['Book'] }]))).toThrow(CONDITION);
  expect(normalizeHivePlan(schema, plan([{ TypenameEquals: ['Book'] }, { Key: '__typename' }])).node).toMatchObject({
    inputRewrites: [{ path: [{ types: ['Book'] }, '__typename'], setValueTo: 'Book' }],
  });
});
