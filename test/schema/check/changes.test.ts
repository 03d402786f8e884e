import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { checkChange } from '../../../scripts/schema/check/check-change.js';
import { readKnownOperations } from '../../../scripts/schema/check/known-operations.js';
import { placeText } from '../../../scripts/schema/report/render.js';
import type { Finding, Report } from '../../../scripts/schema/report/report.js';
import { CHANGES } from './changes.js';
import { changeOf, OPERATIONS, USAGE } from './small-network.js';

/** Findings of style are in a test of their own. */
const IN_EACH = /^(DESCRIPTION_\w+|LIST_WITHOUT_SIZE)$/;

test('the table has at least sixty changes, each once', () => {
  const titles = CHANGES.map(({ title }) => title);
  expect(titles.length).toBeGreaterThanOrEqual(60);
  expect(new Set(titles).size).toBe(titles.length);
});

test.each(CHANGES.map((change) => ({ name: change.title, change })))('$name', async ({ change }) => {
  const { report, composed } = await checkChange(changeOf(change.sdls, change.more));
  expect(composed === undefined).toBe(report.sections[0]!.passed === false);
  expect(verdictOf(report)).toEqual(change.verdict);
});

test('an operation that gateways recorded of an interface uses the object types too', () => {
  const schema = buildSchema(`
    interface Place { lines(first: Int): Int }
    type City implements Place { lines(first: Int): Int }
    type Query { place: Place }`);
  const [recorded] = USAGE.operations;
  const operation = { ...recorded!, fields: ['Place.lines'], arguments: ['Place.lines(first:)'] };
  const [known] = readKnownOperations(schema, [], { ...USAGE, operations: [operation] });
  expect([...known!.uses]).toEqual(['Place.lines', 'City.lines', 'Int', 'Place.lines(first:)', 'City.lines(first:)']);
});

test('two subgraphs of one name are a wrong usage', async () => {
  const change = changeOf({ transit: 'type Query { a: Int }' });
  await expect(checkChange({ ...change, changed: [...change.changed, ...change.changed] })).rejects.toMatchObject({
    name: 'CommandError',
    exitCode: 2,
    message: 'Two subgraphs of this change have the name "transit": give each its own with --name.',
  });
});

test('a name that no subgraph can have, and one that is not published, are a wrong usage', async () => {
  for (const name of ['Bus lines', 'supergraph', 'api'])
    await expect(checkChange(changeOf({ [name]: 'type Query { a: Int }' }))).rejects.toMatchObject({ exitCode: 2 });
  await expect(checkChange(changeOf({}, { removed: ['transit'] }))).rejects.toMatchObject({ exitCode: 2 });
});

/** The result, and each finding with its place and with the operations that it hurts. */
function verdictOf({ passed, sections }: Report): string[] {
  return [
    passed ? 'passes' : 'fails',
    ...sections.flatMap(({ name, findings }) =>
      findings.filter(({ code }) => !IN_EACH.test(code)).map((finding) => `${name}: ${describe(finding)}`),
    ),
  ];
}

function describe({ severity, code, message, places, details = [] }: Finding): string {
  const level = /^(BREAKING|DANGEROUS|SAFE \(else \w+\)|SAFE) /.exec(message)?.[1];
  const names = [...OPERATIONS.map(({ name }) => name), 'Trees'];
  const users = level === undefined ? [] : names.filter((name) => details.some((line) => line.startsWith(name)));
  const at = places.map(({ column, ...place }) => placeText(place)).join(', ');
  return [
    severity,
    level,
    code,
    at === '' ? undefined : `at ${at}`,
    users.length > 0 ? `for ${users.join(', ')}` : undefined,
  ]
    .filter(Boolean)
    .join(' ');
}
