import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { buildASTSchema, buildSchema, parse } from 'graphql';
import { askGateway, readData } from '../../scripts/verify/ask-gateway.js';
import { faultsOf, verify } from '../../scripts/verify/verify.js';
import { until } from '../gateway/until.js';
import type { RunningGraph, RunningSubgraph } from '../graph.js';

const caller = { id: 'verifier', roles: ['network-admin'] };

/**
 * Checks at the end of a suite of writes that everything which a subgraph holds fits together: the checks of
 * `npm run verify` that its own schema can answer.
 */
export async function expectVerified(subgraph: RunningSubgraph): Promise<void> {
  const sdl = readFileSync(`schema/${subgraph.name}.graphql`, 'utf8');
  const schema = buildASTSchema(parse(sdl), { assumeValidSDL: true });
  const verdicts = await verify(async (query, variables) => {
    const ask = () => subgraph.ask(query, variables, { caller });
    // On a busy machine the database may take too long once.
    const { data, errors } = await until(ask, ({ errors = [] }) => !errors.some(isPassing));
    return readData(data, errors ?? [], subgraph.name);
  }, schema);
  expect(verdicts.filter(({ isJudged }) => isJudged).length).toBeGreaterThan(5);
  expect(faultsOf(verdicts)).toEqual([]);
}

function isPassing({ extensions }: { extensions?: { code?: string } }): boolean {
  return extensions?.code === 'DATABASE_UNAVAILABLE';
}

/**
 * The same of a whole network, through its gateway.
 *
 * @param token of a network-admin; without it registrations are not read
 */
export async function expectGraphVerified({ gateway }: RunningGraph, token?: string): Promise<void> {
  const schema = buildSchema(readFileSync('schema/api.graphql', 'utf8'));
  const verdicts = await verify(askGateway(new URL('/graphql', gateway.url).href, token), schema);
  expect(verdicts.filter(({ isJudged }) => !isJudged)).toEqual([]);
  expect(faultsOf(verdicts)).toEqual([]);
}
