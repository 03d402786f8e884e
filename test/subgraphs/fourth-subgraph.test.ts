import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import 'reflect-metadata';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { composeSupergraph } from '../../scripts/schema/composition/compose-supergraph.js';
import { subgraphs as ours } from '../../subgraphs/index.js';
import { buildSchemaOf } from '../../subgraphs/runtime/schema/schema.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import type { RunningSubgraph } from '../graph.js';
import { describeContract } from './contract.js';

/** The most that a subgraph takes of one entity with a query, a reference, a mutation and a list. */
const MOST = { files: 8, lines: 250 };
const REPOSITORY = resolve('.');

// Within the repository, where jest finds the packages.
mkdirSync('artifacts', { recursive: true });
const tree = mkdtempSync(resolve('artifacts', 'fourth-subgraph-'));
afterAll(() => rmSync(tree, { recursive: true }));

takeSteps();
const { subgraphs } = jest.requireActual<{ subgraphs: readonly Subgraph[] }>(join(tree, 'subgraphs/index.ts'));
const fourth = subgraphs.at(-1)!;

describe('a fourth subgraph, made by the steps of subgraphs/README.md', () => {
  test('has its own names, and no name of the template', () => {
    expect(subgraphs.map(({ name }) => name)).toEqual([...ours.map(({ name }) => name), 'budgets']);
    expect(Object.keys(fourth.references)).toEqual(['Budget']);
    expect(buildSchemaOf(fourth).sdl).not.toMatch(/sample/i);
  });

  test('takes at most 8 files and 250 lines', () => {
    const files = readdirSync(join(tree, 'subgraphs/budgets'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const lines = files.map(
      (file) => readFileSync(join(tree, 'subgraphs/budgets', file), 'utf8').split('\n').length - 1,
    );
    expect(files.length).toBeLessThanOrEqual(MOST.files);
    expect(lines.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(MOST.lines);
  });

  test('composes with the others', () => {
    const { apiSdl } = composeSupergraph(
      subgraphs.map((subgraph) => ({
        name: subgraph.name,
        sdl: buildSchemaOf(subgraph).sdl,
        url: 'http://127.0.0.1:1',
      })),
    );
    const api = buildSchema(apiSdl);
    expect(Object.keys(api.getQueryType()!.getFields())).toEqual(expect.arrayContaining(['city', 'budget', 'budgets']));
    expect(Object.keys(api.getMutationType()!.getFields())).toContain('registerBudget');
  });
});

describeContract(fourth, fillByMutation);

/** Two records, each by the mutation, and a third that is refused: its id is taken. */
async function fillByMutation(running: RunningSubgraph): Promise<void> {
  const register = (id: string, startedOn?: string) =>
    running.ask(
      `mutation ($input: RegisterBudgetInput!) {
        registerBudget(input: $input) { id version city { id } startedOn { value } history { nodes { actionLabel { en } } } }
      }`,
      { input: { idempotencyKey: randomUUID(), id, name: { en: id }, cityId: 'th-yala', startedOn } },
      { caller: { id: 'officer', roles: ['city-officer:th-yala'] } },
    );
  expect((await register('first-budget', '2020-01')).data.registerBudget).toEqual({
    id: 'first-budget',
    version: 1,
    city: { id: 'th-yala' },
    startedOn: { value: '2020-01' },
    history: { nodes: [{ actionLabel: { en: 'budget registered' } }] },
  });
  expect((await register('second-budget')).errors).toBeUndefined();
  expect((await register('first-budget')).errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
  const { data } = await running.ask(
    '{ budgets(city: "th-yala", orderBy: STARTED_ON_ASC) { totalCount nodes { id } } }',
  );
  expect(data.budgets).toEqual({ totalCount: 2, nodes: [{ id: 'first-budget' }, { id: 'second-budget' }] });
}

/** Does what the README tells, in a tree that shares all other folders with the repository. */
function takeSteps(): void {
  mkdirSync(join(tree, 'subgraphs'));
  for (const { name } of readdirSync('subgraphs', { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    if (name === 'template') cpSync('subgraphs/template', join(tree, 'subgraphs/template'), { recursive: true });
    else symlinkSync(join(REPOSITORY, 'subgraphs', name), join(tree, 'subgraphs', name));
  }
  const commands = /```sh\n(cp -r subgraphs\/template [\s\S]*?)```/.exec(
    readFileSync('subgraphs/README.md', 'utf8'),
  )![1]!;
  execFileSync('sh', ['-e', '-c', commands], { cwd: tree });
  const index = readFileSync('subgraphs/index.ts', 'utf8')
    .replace('import type { Subgraph }', "import { budgets } from './budgets/index.js';\nimport type { Subgraph }")
    .replace(/= \[(.*)\] as unknown/, '= [$1, budgets] as unknown');
  writeFileSync(join(tree, 'subgraphs/index.ts'), index);
}
