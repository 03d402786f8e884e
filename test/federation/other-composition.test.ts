import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@theguild/federation-composition';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startGraph, type RunningGraph } from '../graph.js';
import { operation, operationNames } from './operation.js';

let graph: RunningGraph;
let other: RunningGateway;
let folder: string;

beforeAll(async () => {
  graph = await startGraph();
  const { supergraphSdl, errors } = composeServices(
    [...graph.subgraphs.values()].map(({ name, url }) => ({
      name,
      url,
      typeDefs: parse(readFileSync(`schema/${name}.graphql`, 'utf8')),
    })),
  );
  if (!supergraphSdl)
    throw new Error(`The subgraphs do not compose: ${errors?.map(({ message }) => message).join('\n')}`);
  folder = mkdtempSync(join(tmpdir(), 'other-composition-'));
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, supergraphSdl);
  other = await startGateway({ ...graph.env, SUPERGRAPH_FILE: file });
});
afterAll(async () => {
  await other?.close();
  await graph?.close();
  if (folder) rmSync(folder, { recursive: true });
});

test.each(operationNames().map((name) => ({ name })))(
  'the operation $name gives the same on a supergraph that @theguild/federation-composition made',
  async ({ name }) => {
    const { query, variables } = operation(name);
    const { body } = await other.query(query, variables);
    expect(body.errors).toBeUndefined();
    expect(body.data).toEqual(await graph.read(query, variables));
  },
);
