import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { getOperationAST, parse } from 'graphql';
import { operation, operationNames } from '../federation/operation.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startGraph, type RunningGraph } from '../graph.js';

/** As a client would write it, with the names of our operations. */
const CLIENT = `
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { NetworkSearchDocument, type NetworkSearchQuery, type NetworkSearchQueryVariables } from './gql/graphql';

const search: TypedDocumentNode<NetworkSearchQuery, NetworkSearchQueryVariables> = NetworkSearchDocument;
const variables: NetworkSearchQueryVariables = { text: 'yala' };
export function names({ search }: NetworkSearchQuery): Array<string | null> {
  return (search?.hits ?? []).map(({ name }) => name.th ?? name.en ?? null);
}
// @ts-expect-error The text is required.
const without: NetworkSearchQueryVariables = {};
// @ts-expect-error The operation does not select it.
export const population = ({ search }: NetworkSearchQuery) => search?.hits?.[0]?.population;
export { search, variables, without };
`;

// Within the repository, where TypeScript finds the packages.
mkdirSync('artifacts', { recursive: true });
const folder = mkdtempSync(resolve('artifacts', 'codegen-'));
const manifestFile = join(folder, 'gql', 'persisted-documents.json');

let graph: RunningGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  writeFileSync(
    join(folder, 'codegen.mjs'),
    `export default ${JSON.stringify({
      schema: resolve('schema/api.graphql'),
      documents: [resolve('schema/operations/*.graphql')],
      generates: {
        [`${join(folder, 'gql')}/`]: {
          preset: 'client',
          presetConfig: { persistedDocuments: { mode: 'embedHashInDocument', hashAlgorithm: 'sha256' } },
        },
      },
    })};`,
  );
  run('node_modules/@graphql-codegen/cli/cjs/bin.js', '--config', join(folder, 'codegen.mjs'));
  // What a partner's registry has: the supergraph, and beside it the manifest that graphql-codegen wrote.
  mkdirSync(join(folder, 'registry', 'operations'), { recursive: true });
  cpSync('schema/supergraph.graphql', join(folder, 'registry', 'supergraph.graphql'));
  cpSync(manifestFile, join(folder, 'registry', 'operations', 'persisted-documents.json'));
  graph = await startGraph();
  gateway = await startGateway({
    ...graph.env,
    SUPERGRAPH_FILE: join(folder, 'registry', 'supergraph.graphql'),
    PERSISTED_ONLY: 'on',
  });
}, 180_000);
afterAll(async () => {
  await gateway?.close();
  await graph?.close();
  rmSync(folder, { recursive: true });
});

function run(program: string, ...args: string[]): void {
  try {
    execFileSync(process.execPath, [resolve(program), ...args], { cwd: folder, stdio: 'pipe' });
  } catch (error) {
    throw new Error(String((error as { stdout: Buffer }).stdout), { cause: error });
  }
}

test('the code that graphql-codegen makes of the schema and its operations type-checks', () => {
  writeFileSync(join(folder, 'client.ts'), CLIENT);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    types: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['client.ts', 'gql'] }));
  run('node_modules/typescript/bin/tsc', '--project', join(folder, 'tsconfig.json'));
}, 120_000);

test('the gateway runs each operation by the hash that graphql-codegen wrote', async () => {
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, string>;
  const named = new Map(
    operationNames().map((name) => [getOperationAST(parse(operation(name).query))!.name!.value, operation(name)]),
  );
  expect(Object.keys(manifest)).toHaveLength(named.size);
  for (const [documentId, text] of Object.entries(manifest)) {
    const { query, variables } = named.get(getOperationAST(parse(text))!.name!.value)!;
    const { body } = await gateway.send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ documentId, variables }),
    });
    expect(body.errors).toBeUndefined();
    const ours = await graph.read(query, variables);
    expect(Object.keys(body.data)).toEqual(expect.arrayContaining(Object.keys(ours)));
    expect(body.data).toMatchObject(ours);
  }
});

test('an unknown hash is refused there', async () => {
  const { body } = await gateway.send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ documentId: `sha256:${'0'.repeat(64)}` }),
  });
  expect(body.errors).toMatchObject([{ extensions: { code: 'PERSISTED_DOCUMENTS_ONLY' } }]);
});
