import { afterEach, describe, expect, test } from '@jest/globals';
import { probeSubgraph, type ProbeOptions } from '../../scripts/schema/probe/probe-subgraph.js';
import { readExamples } from '../../scripts/schema/sdl/examples.js';
import type { Report } from '../../scripts/schema/report/report.js';
import {
  startTransit,
  TRANSIT_KEY,
  TRANSIT_SDL,
  type Result,
  type RunningTransit,
  type Wrongs,
} from './transit-subgraph.js';

let running: RunningTransit | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

async function probe(wrongs: Wrongs, options: Partial<ProbeOptions> = {}): Promise<Report> {
  running = await startTransit(wrongs);
  return probeSubgraph({
    url: running.url,
    name: 'transit',
    key: TRANSIT_KEY,
    published: { sdl: TRANSIT_SDL, from: 'transit.graphql' },
    examples: readExamples(['City.id=th-yala,th-nan']),
    ...options,
  });
}

/** What a report finds, without what is only told. */
function found({ sections }: Report): string[] {
  return sections
    .flatMap(({ findings }) => findings)
    .filter(({ severity }) => severity !== 'info')
    .map(({ code }) => code);
}

function toldBy({ sections }: Report, code: string): string[] {
  return sections.flatMap(({ findings }) => findings).flatMap((one) => (one.code === code ? [one.message] : []));
}

/** Changes `data._entities` of a result. */
const entities = (change: (list: Result[], representations: Record<string, unknown>[]) => unknown) => ({
  result: (result: Result, { variables }: { variables?: { representations?: Record<string, unknown>[] } }) =>
    result.data?._entities
      ? { ...result, data: { ...result.data, _entities: change(result.data._entities, variables!.representations!) } }
      : result,
});

const isUnknown = (representation: Record<string, unknown>) => JSON.stringify(representation).includes('nobody-knows');
const LINKED = (sdl: string) => TRANSIT_SDL.replace('type Query {', `${sdl}\ntype Query {`);

const WRONG_SERVERS: { name: string; code: string; wrongs: Wrongs }[] = [
  {
    name: 'serves another SDL',
    code: 'SDL_DIFFERS',
    wrongs: { sdl: LINKED('type Extra { id: ID! }').replace('  name: String\n}', '  name: String!\n}') },
  },
  {
    name: 'has no SDL',
    code: 'SDL_MISSING',
    wrongs: { result: (result) => (result.data?._service ? { data: { _service: { sdl: null } } } : result) },
  },
  {
    name: 'has an SDL that cannot be read',
    code: 'SDL_UNREADABLE',
    wrongs: { result: (result) => (result.data?._service ? { data: { _service: { sdl: 'type Query {' } } } : result) },
  },
  {
    name: 'finds no entity by one of its keys',
    code: 'ENTITY_NULL',
    wrongs: entities((list, sent) =>
      list.map((one, index) => ('code' in sent[index]! && !('id' in sent[index]!) ? null : one)),
    ),
  },
  {
    name: 'throws for a known entity',
    code: 'ENTITY_FAILED',
    wrongs: {
      resolvers: {
        Stop: {
          __resolveReference: () => {
            throw new Error('no such column');
          },
        },
      },
    },
  },
  {
    name: 'gives another entity than was asked for',
    code: 'ENTITY_WRONG',
    wrongs: entities((list) => list.map((one) => (one?.__typename === 'City' ? { ...one, id: 'th-other' } : one))),
  },
  {
    name: 'throws for an unknown key',
    code: 'UNKNOWN_FAILED',
    wrongs: {
      resolvers: {
        City: {
          __resolveReference: async (city: { id: string }) => {
            if (!city.id.startsWith('th-')) throw new Error('City not found');
            return city;
          },
        },
      },
    },
  },
  {
    name: 'invents an entity for an unknown key',
    code: 'UNKNOWN_INVENTED',
    wrongs: {
      resolvers: {
        Line: {
          __resolveReference: ({ id, code = id }: Record<string, string>) => ({
            id: id ?? code,
            code,
            name: `Line ${code}`,
          }),
        },
      },
    },
  },
  {
    name: 'gives a known entity for an unknown key',
    code: 'UNKNOWN_WRONG',
    wrongs: entities((list, sent) =>
      list.map((one, index) =>
        sent[index]!['__typename'] === 'City' && isUnknown(sent[index]!) ? { __typename: 'City', id: 'th-nan' } : one,
      ),
    ),
  },
  {
    name: 'sorts entities by what the database gives',
    code: 'ORDER_WRONG',
    wrongs: entities((list, sent) =>
      sent.length > 100 || sent[0]!['__typename'] !== 'City'
        ? list
        : [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    ),
  },
  {
    name: 'leaves out what it does not know',
    code: 'NUMBER_WRONG',
    wrongs: entities((list, sent) =>
      sent[0]!['__typename'] === 'City' && sent.length > 1 ? list.filter((one) => one !== null) : list,
    ),
  },
  {
    name: 'gives an entity once whose key is repeated',
    code: 'NUMBER_WRONG',
    wrongs: entities((list, sent) =>
      sent[0]!['__typename'] === 'City' && sent.length > 1
        ? list.filter(
            (one, index) => list.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === index,
          )
        : list,
    ),
  },
  {
    name: 'gives at most 100 entities',
    code: 'MANY_WRONG',
    wrongs: entities((list, sent) => (sent[0]!['__typename'] === 'City' ? list.slice(0, 100) : list)),
  },
  {
    name: 'refuses many representations',
    code: 'MANY_FAILED',
    wrongs: {
      result: (result, { variables }) =>
        (variables?.representations?.length ?? 0) > 100 && variables!.representations![0]!['__typename'] === 'City'
          ? { errors: [{ message: 'too many' }] }
          : result,
    },
  },
  {
    name: 'gives a wrong __typename',
    code: 'TYPENAME_WRONG',
    wrongs: entities((list) => list.map((one) => (one?.__typename === 'City' ? { ...one, __typename: 'Town' } : one))),
  },
  {
    name: 'resolves only the first type of a call',
    code: 'MIXED_TYPES',
    wrongs: entities((list, sent) =>
      list.map((one, index) => (sent[index]!['__typename'] === sent[0]!['__typename'] ? one : null)),
    ),
  },
  {
    name: 'has errors without a message',
    code: 'ERROR_SHAPE',
    wrongs: { result: (result) => (result.data === undefined ? { errors: [{ error: 'bad' }] } : result) },
  },
  {
    name: 'says nothing about an operation that is not valid',
    code: 'ERROR_MISSING',
    wrongs: { result: (result) => (result.data === undefined ? { data: null } : result) },
  },
  {
    name: 'gives data for an operation that is not valid',
    code: 'ERROR_WITH_DATA',
    wrongs: { result: (result) => (result.data === undefined ? { ...result, data: {} } : result) },
  },
  {
    name: 'has entity errors without a path',
    code: 'ERROR_PATH',
    wrongs: {
      resolvers: { City: { __resolveReference: async (city: Record<string, unknown>) => refuseWithoutKey(city) } },
      result: (result) => (result.data && result.errors ? { ...result, errors: [{ message: 'no key' }] } : result),
    },
  },
  {
    name: 'lets one wrong representation take the others with it',
    code: 'ERROR_SPREADS',
    // @apollo/subgraph lets all fail when a resolver throws, and only one when it rejects.
    wrongs: { resolvers: { City: { __resolveReference: refuseWithoutKey } } },
  },
  {
    name: 'answers calls without a signature',
    code: 'UNSIGNED_ACCEPTED',
    wrongs: { isOpen: true },
  },
  {
    name: 'answers calls that were signed with another key',
    code: 'WRONG_KEY_ACCEPTED',
    wrongs: { accepts: (failure) => failure === 'key' },
  },
  {
    name: 'answers calls for another subgraph',
    code: 'AUDIENCE_ACCEPTED',
    wrongs: { accepts: (failure) => failure === 'audience' },
  },
  {
    name: 'answers calls with another body',
    code: 'BODY_ACCEPTED',
    wrongs: { accepts: (failure) => failure === 'digest' },
  },
  { name: 'answers old calls', code: 'OLD_ACCEPTED', wrongs: { accepts: (failure) => failure === 'clock' } },
  {
    name: 'answers calls with a caller that is not signed',
    code: 'CALLER_ACCEPTED',
    wrongs: { accepts: (failure) => failure === 'malformed' },
  },
  { name: 'answers repeated calls', code: 'REPLAY_ACCEPTED', wrongs: { accepts: (failure) => failure === 'replay' } },
  {
    name: 'does not use what @requires brings',
    code: 'REQUIRES_IGNORED',
    wrongs: { resolvers: { City: { mapUrl: () => 'https://maps.example' } } },
  },
  {
    name: 'fails with what @requires brings',
    code: 'REQUIRES_FAILED',
    wrongs: {
      resolvers: {
        City: {
          mapUrl: () => {
            throw new Error('geonamesId is not known');
          },
        },
      },
    },
  },
  {
    name: 'answers in HTML',
    code: 'CONTENT_TYPE',
    wrongs: { respond: (response) => ({ ...response, headers: { ...response.headers, 'content-type': 'text/html' } }) },
  },
  {
    name: 'answers queries with status 201',
    code: 'STATUS',
    wrongs: {
      respond: (response, _body, accept) =>
        /^application\/json/.test(accept) ? { ...response, status: 201 } : response,
    },
  },
  {
    name: 'answers an operation that is not valid with status 200 and the new media type',
    code: 'INVALID_STATUS',
    wrongs: { respond: (response) => ({ ...response, status: response.status === 400 ? 200 : response.status }) },
  },
  {
    name: 'answers an operation that is not valid with status 500',
    code: 'ERROR_STATUS',
    wrongs: {
      respond: (response, { query }) => ({ ...response, status: /aField/.test(query) ? 500 : response.status }),
    },
  },
  {
    name: 'compresses with brotli though nobody accepts it',
    code: 'COMPRESSION',
    wrongs: {
      respond: (response, { query }) =>
        /^{ __typename }$/.test(query) && !/response\+json(?!;q)/.test('')
          ? { ...response, headers: { ...response.headers, 'content-encoding': 'br' } }
          : response,
    },
  },
  {
    name: 'says gzip and does not compress',
    code: 'COMPRESSION',
    wrongs: {
      respond: (response, { query }) =>
        /_service/.test(query) && response.headers['content-encoding'] === 'gzip'
          ? { ...response, bytes: '{"data":{}}' }
          : response,
    },
  },
];

function refuseWithoutKey(city: Record<string, unknown>) {
  if (city['id'] === undefined) throw new Error('The key is missing.');
  return city['id'] === 'th-yala' || city['id'] === 'th-nan' ? city : null;
}

describe('the probe of a subgraph that keeps its promises', () => {
  test('finds nothing, and tells latency and caching', async () => {
    const report = await probe({});
    expect(found(report)).toEqual([]);
    expect(report.passed).toBe(true);
    expect(report.sections.map(({ name }) => name)).toEqual([
      'Schema',
      'Entities',
      'Requires',
      'Errors',
      'Signature',
      'HTTP',
      'Times',
    ]);
    expect(toldBy(report, 'LATENCY')[0]).toMatch(/ms is the median of 9 calls.*waits 2000 ms/);
    expect(toldBy(report, 'CACHE_HEADER')[0]).toMatch(/no cache-control header/);
    expect(toldBy(report, 'NOT_TRIED')).toEqual([]);
  });

  test('says what it could not try, and how to name an example', async () => {
    const report = await probe({}, { examples: readExamples([]) });
    expect(report.passed).toBe(true);
    const [first, ...more] = report.sections
      .flatMap(({ findings }) => findings)
      .filter(({ code }) => code === 'NOT_TRIED');
    expect(first).toMatchObject({
      message: 'No City with the key "id" was found through the subgraph\'s own fields.',
      advice: 'Name one that exists: --example City.id=<value>',
    });
    expect(more.map(({ places }) => places[0]?.coordinate)).toEqual(['City.mapUrl']);
  });

  test('warns when its calls are not signed, and refuses nothing else', async () => {
    const report = await probe({ isOpen: true }, { key: undefined });
    expect(found(report)).toEqual(['UNSIGNED_ACCEPTED']);
    expect(report.passed).toBe(true);
  });
});

describe('the probe of a subgraph that', () => {
  test.each(WRONG_SERVERS)('$name finds $code alone', async ({ code, wrongs }) => {
    const report = await probe(wrongs);
    expect([...new Set(found(report))]).toEqual([code]);
  });
});

test('the probe only tells that a subgraph takes any key of an entity which it adds to', async () => {
  const report = await probe({ resolvers: { City: { __resolveReference: (city: object) => city } } });
  expect(found(report)).toEqual([]);
  expect(toldBy(report, 'UNKNOWN_ECHOED')).toHaveLength(1);
});

describe('the probe cannot begin', () => {
  test('where nobody listens', async () => {
    running = await startTransit();
    const { url } = running;
    await running.close();
    await expect(probeSubgraph({ url })).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining(url) });
  });

  test('without the key of a subgraph that verifies signatures', async () => {
    await expect(probe({}, { key: undefined })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/give --name and --key/),
    });
  });

  test.each([
    {
      title: 'of a type that the subgraph has not',
      example: 'Citty.id=th-yala',
      message: /no type Citty\. Its entities: .*City/,
    },
    { title: 'of a field that the subgraph has not', example: 'City.code=th-yala', message: /no field code in City/ },
    { title: 'without a field', example: 'City=th-yala', message: /--example City\.id=value/ },
  ])('with an example $title', async ({ example, message }) => {
    await expect(probe({}, { examples: readExamples([example]) })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(message),
    });
  });

  test('with the key of another subgraph', async () => {
    await expect(probe({}, { key: 'x'.repeat(43) })).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/Is this its name, and its key\?/),
    });
  });
});
