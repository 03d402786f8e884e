import { expect, test } from '@jest/globals';
import { readExamples } from '../../gateway/playground/examples.js';
import { readOperationFiles } from '../../gateway/supergraph/operation-files.js';

const FILES = {
  'by-id.graphql': 'query ById($id: ID!, $first: Int! = 3) {\n  city(id: $id) { name }\n}\n',
  'cities.graphql': '# The cities,\n# by name.\n\nquery Cities {\n  # A remark inside.\n  cities { name }\n}\n',
  'join.graphql': '# Join.\n# Headers: { "authorization": "Bearer <token>" }\nmutation Join { join }',
  'welcome.graphql': 'query Welcome($id: ID!) { city(id: $id) { ...Named } }\nfragment Named on City { name }\n',
  'welcome.variables.json': '{ "id": "th-yala" }\n',
  'two.graphql': 'query One { a }\nquery Two { b }\n',
  'nameless.graphql': '{ a }',
  'broken.graphql': 'query Broken {',
  'wrong.graphql': 'query Wrong { a }',
  'wrong.variables.json': '{ id }',
  'README.md': 'not an example',
};

const problems: string[] = [];
const files = Object.entries(FILES).map(([name, text]) => ({ name, text }));
const examples = readExamples(files, (problem) => problems.push(problem));

test('examples come in the order of their files, the one for newcomers first', () => {
  expect(examples.map(({ name }) => name)).toEqual(['Welcome', 'ById', 'Cities', 'Join']);
});

test('an example has its variables, and the comment above it as its description', () => {
  expect(examples[0]).toMatchObject({
    description: '',
    variables: '{ "id": "th-yala" }',
    query: FILES['welcome.graphql'].trimEnd(),
  });
  expect(examples[2]).toMatchObject({
    description: 'The cities, by name.',
    variables: '',
    query: FILES['cities.graphql'].trimEnd(),
  });
});

test('an example whose comment names headers has them apart from its description', () => {
  expect(examples.map(({ headers }) => headers)).toEqual(['', '', '', '{ "authorization": "Bearer <token>" }']);
  expect(examples[3]!.description).toBe('Join.');
});

test('a mutation, or a query that lacks a variable, is not offered as ready to run', () => {
  expect(examples.map(({ isReady }) => isReady)).toEqual([true, false, true, false]);
});

test('a file that is no example is reported and left out', () => {
  expect(problems).toHaveLength(4);
  for (const name of ['two', 'nameless', 'broken', 'wrong']) {
    expect(problems).toContainEqual(
      expect.stringMatching(new RegExp(`${name}\\.graphql is not shown as an example: .`)),
    );
  }
});

test('every operation of the schema is an example, with a title in Thai', async () => {
  const all = readExamples(await readOperationFiles('schema/operations'), fail);
  expect(all.length).toBeGreaterThan(30);
  expect(all.filter(({ title }) => title === '')).toEqual([]);
});

function fail(problem: string): never {
  throw new Error(problem);
}
