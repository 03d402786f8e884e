import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { startGraph, type RunningGraph } from './graph.js';

let graph: RunningGraph;

beforeAll(async () => {
  graph = await startGraph();
}, 120_000);
afterAll(() => graph?.close());

const readme = readFileSync('README.md', 'utf8');
const blocks = (language: string) => [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text as string);
const queries = blocks('graphql').filter((text) => parse(text).definitions[0]?.kind === Kind.OPERATION_DEFINITION);

test.each(queries.map((query) => [/query (\w+)/.exec(query)?.[1] ?? query, query]))('the query %s of the README is answered', async (_name, query) => {
  const { status, body } = await graph.gateway.query(query);
  expect([status, body.errors]).toEqual([200, undefined]);
  expect(Object.values(body.data)).not.toContain(null);
});

test('every request that the README sends with curl is answered', async () => {
  const bodies = [...readme.matchAll(/-d '(\{.*\})'/g)].map(([, body]) => JSON.parse(body as string) as { query: string });
  expect(bodies.length).toBeGreaterThan(0);
  for (const { query } of bodies) expect((await graph.gateway.query(query)).body.errors).toBeUndefined();
});

test('every file and command that the README names is there', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  for (const [, file] of readme.matchAll(/\]\((?!http)([^)#]+)\)/g)) expect(() => readFileSync(file as string)).not.toThrow(/ENOENT/);
  for (const [, name] of readme.matchAll(/npm run ([\w:]+)/g)) expect(Object.keys(scripts)).toContain(name);
});
