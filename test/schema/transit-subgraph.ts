import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { createSignatureVerifier } from '../../subgraphs/protocol/signature-verifier.js';
import { deriveSubgraphKey } from '../../subgraphs/protocol/keys.js';

/** The subgraph of an invented partner: it extends City and owns Line and Stop. */
export const TRANSIT_SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@listSize"])

"""Where every reading begins."""
type Query {
  line(id: ID!): Line
  lines(first: Int): [Line!]! @listSize(assumedSize: 10)
}

"""A line of boats or buses."""
type Line @key(fields: "id") @key(fields: "code") {
  id: ID!
  code: String!
  name: String
  stops: [Stop!]! @listSize(assumedSize: 10)
}

"""A stop of a line."""
type Stop @key(fields: "line { id } number") {
  line: Line!
  number: Int!
  name: String
}

type City @key(fields: "id") {
  id: ID!
  lines: [Line!] @listSize(assumedSize: 10)
  geonamesId: Int @external
  mapUrl: String @requires(fields: "geonamesId")
}
`;

export const PARTNERS_SECRET = 'a secret of the tests of partners';
export const TRANSIT_KEY = deriveSubgraphKey(PARTNERS_SECRET, 'transit');

const LINES = [
  { id: 'l-1', code: 'blue', name: 'Blue boat', cityId: 'th-yala' },
  { id: 'l-2', code: 'red', name: 'Red bus', cityId: 'th-yala' },
  { id: 'l-3', code: 'green', name: 'Green bus', cityId: 'th-nan' },
];
const CITIES = new Set(['th-yala', 'th-nan']);

type Reference = Record<string, never> & { line?: { id?: string } };
type Body = { query: string; variables?: { representations?: Record<string, unknown>[] } };
/** The body of a response; tests make it wrong. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Result = any;

/** What is wrong with a server; each part left out is right. */
export interface Wrongs {
  sdl?: string;
  /** Replaces resolvers of a type. */
  resolvers?: Record<string, Record<string, unknown>>;
  /** Changes a result before it is sent. */
  result?: (result: Result, body: Body) => Result;
  /** Changes status, headers and bytes. */
  respond?: (response: Response, body: Body, accept: string) => Response;
  /** Whether a signature failure is overlooked. */
  accepts?: (failure: string) => boolean;
  /** Whether it verifies signatures at all. */
  isOpen?: boolean;
}

interface Response {
  status: number;
  headers: Record<string, string>;
  bytes: Buffer | string;
}

export interface RunningTransit {
  url: string;
  /** Makes it wrong from now on. */
  behave(wrongs: Wrongs): void;
  close(): Promise<void>;
}

/** Serves the subgraph `transit` as a partner would, with what is wrong with it. */
export async function startTransit(wrongs: Wrongs = {}, port = 0): Promise<RunningTransit> {
  let current = prepare(wrongs);
  const server = createServer((request, response) => {
    void readBody(request).then(async (text) => {
      const { status, headers, bytes } = await current(request, text);
      response.writeHead(status, headers).end(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    behave: (next) => void (current = prepare(next)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function prepare({
  sdl = TRANSIT_SDL,
  resolvers = {},
  result = (same) => same,
  respond = (same) => same,
  ...wrongs
}: Wrongs) {
  const own = createResolvers();
  const schema = buildSubgraphSchema({
    typeDefs: parse(sdl),
    resolvers: Object.fromEntries(
      [...new Set([...Object.keys(own), ...Object.keys(resolvers)])].map((type) => [
        type,
        { ...own[type as keyof typeof own], ...resolvers[type] },
      ]),
    ) as never,
  });
  const verify = createSignatureVerifier({ audience: 'transit', keys: [TRANSIT_KEY] });

  return async (request: IncomingMessage, text: string): Promise<Response> => {
    const body = JSON.parse(text) as Body;
    const accept = String(request.headers.accept);
    if (!wrongs.isOpen) {
      const verified = verify({ method: 'POST', target: request.url!, headers: request.headers, body: text });
      if ('failure' in verified && !wrongs.accepts?.(verified.failure))
        return {
          status: 401,
          headers: { 'content-type': 'application/json' },
          bytes: '{"errors":[{"message":"unsigned"}]}',
        };
    }
    const executed = await graphql({ schema, source: body.query, variableValues: body.variables });
    const isGzip = /gzip/.test(String(request.headers['accept-encoding']));
    const json = JSON.stringify(result(JSON.parse(JSON.stringify(executed)), body));
    const type = /graphql-response\+json(?!;q)/.test(accept) ? 'application/graphql-response+json' : 'application/json';
    return respond(
      {
        status: executed.data === undefined && type !== 'application/json' ? 400 : 200,
        headers: { 'content-type': type, ...(isGzip && { 'content-encoding': 'gzip' }) },
        bytes: isGzip ? gzipSync(json) : json,
      },
      body,
      accept,
    );
  };
}

function createResolvers() {
  const lineOf = (id: unknown) => LINES.find((line) => line.id === id || line.code === id) ?? null;
  return {
    Query: {
      line: (_: unknown, { id }: { id: string }) => lineOf(id),
      lines: (_: unknown, { first = 10 }: { first?: number }) => LINES.slice(0, first),
    },
    Line: {
      __resolveReference: ({ id, code }: Reference) => lineOf(id ?? code),
      stops: (line: { id: string }) => [1, 2].map((number) => ({ line, number, name: `Stop ${number}` })),
    },
    Stop: {
      __resolveReference: ({ line, number }: Reference) => {
        const known = lineOf(line?.id);
        return known && (number === 1 || number === 2)
          ? { line: known, number, name: `Stop ${number as number}` }
          : null;
      },
    },
    City: {
      __resolveReference: (city: Reference) => (CITIES.has(city['id'] as unknown as string) ? city : null),
      lines: ({ id }: { id: string }) => LINES.filter((line) => line.cityId === id),
      mapUrl: ({ geonamesId }: { geonamesId?: number }) =>
        geonamesId ? `https://www.geonames.org/${geonamesId}` : null,
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
