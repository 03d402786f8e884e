import { readFile, writeFile } from 'node:fs/promises';
import { expect } from '@jest/globals';
import { parse, validate } from 'graphql';
import type { HostedSubgraph } from '../gateway/hosted-subgraph.js';
import { startGateway, type Answer, type RunningGateway } from '../gateway/start-gateway.js';
import { hostSupergraph } from './host-supergraph.js';
import { createJudge } from './judge.js';
import { isAsMerged, outcomeOf, type Outcome } from './outcome.js';
import type { SmallSupergraph } from './supergraphs/small-supergraph.js';

/** What makes a small supergraph, without the cases. */
export interface SupergraphParts
  extends Pick<SmallSupergraph, 'subgraphs' | 'resolvers'>, Partial<Pick<SmallSupergraph, 'entities' | 'reset'>> {
  /** Changes what composition made, before a gateway reads it. */
  editSupergraph?(sdl: string): string;
}

/** A gateway over a small supergraph, and the same graph as one schema in this process, which is the judge. */
export interface JudgedSupergraph {
  readonly gateway: RunningGateway;
  readonly supergraphFile: string;
  /** @throws when there is none of that name */
  subgraph(name: string): HostedSubgraph;
  /** The result of the merged schema. */
  execute(query: string, variables?: Record<string, unknown>): Promise<Outcome>;
  /**
   * Sends an operation four times: seen for the first time, for the second time, and after three results with errors, it may take
   * different code.
   * Expects each response to have the data of the merged schema, with the fields in the same order, and its errors.
   *
   * @returns the last body
   */
  expectMergedResult(query: string, variables?: Record<string, unknown>): Promise<Answer['body']>;
  /** Sends a request whose body is a text, and gives the response's text: no number is read on the way. */
  send(body: string): Promise<{ status: number; text: string }>;
  /** Forgets what the subgraphs received. */
  forget(): void;
  close(): Promise<void>;
}

const TIMES = 4;

/** Starts the subgraphs of a small supergraph and a gateway over them. */
export async function startJudgedSupergraph(
  parts: SupergraphParts,
  env: Record<string, string> = {},
): Promise<JudgedSupergraph> {
  const graph = await hostSupergraph({ name: 'judged', entities: {}, operations: [], ...parts });
  if (parts.editSupergraph)
    await writeFile(graph.supergraphFile, parts.editSupergraph(await readFile(graph.supergraphFile, 'utf8')));
  const gateway = await startGateway({
    SUPERGRAPH_FILE: graph.supergraphFile,
    SUBGRAPH_TIMEOUT_MS: '60000',
    ...env,
  }).catch(async (error: unknown) => {
    await graph.close();
    throw error;
  });

  const judge = createJudge(graph.merged);
  const execute: JudgedSupergraph['execute'] = async (query, variables = {}) => {
    expect(validate(graph.merged, parse(query))).toEqual([]);
    parts.reset?.();
    return outcomeOf(await judge({ query, variables }));
  };

  return {
    gateway,
    supergraphFile: graph.supergraphFile,
    subgraph: (name) => {
      const found = graph.subgraphs.get(name);
      if (!found) throw new Error(`There is no subgraph ${name}.`);
      return found;
    },
    execute,
    async expectMergedResult(query, variables = {}) {
      const expected = await execute(query, variables);
      let body: Answer['body'];
      for (let time = 1; time <= TIMES; time += 1) {
        parts.reset?.();
        body = (await gateway.query(query, variables)).body;
        const outcome = outcomeOf(body);
        if (!isAsMerged(expected, outcome)) expect({ time, ...outcome }).toEqual({ time, ...expected });
        expect(JSON.stringify(outcome.data)).toBe(JSON.stringify(expected.data));
      }
      return body;
    },
    async send(body) {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(new URL('/graphql', gateway.url), { method: 'POST', headers, body });
      return { status: response.status, text: await response.text() };
    },
    forget: () => [...graph.subgraphs.values()].forEach(({ received }) => received.splice(0)),
    async close() {
      await gateway.close();
      await graph.close();
    },
  };
}

/** The representations that a subgraph was asked for, of all its requests, in the order of arrival. */
export function representationsOf({ received }: HostedSubgraph): unknown[] {
  return received.flatMap(({ body }) => {
    const { variables = {} } = JSON.parse(body) as { variables?: Record<string, unknown> };
    return Object.values(variables).filter(isRepresentations).flat();
  });
}

function isRepresentations(value: unknown): value is { __typename: string }[] {
  return (
    Array.isArray(value) && value.some((element: { __typename?: unknown } | null) => element?.__typename !== undefined)
  );
}
