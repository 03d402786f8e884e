import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { digestOf, parseManifest, printManifest } from '../../gateway/supergraph/registry/manifest.js';
import { composeSupergraph } from '../../scripts/schema/composition/compose-supergraph.js';
import { startDev, type DevOptions, type DevSession } from '../../scripts/schema/dev/dev-session.js';
import { until } from '../gateway/until.js';
import { PARTNERS_SECRET, startTransit, TRANSIT_SDL, type RunningTransit } from './transit-subgraph.js';

const folder = mkdtempSync(join(tmpdir(), 'citylink-dev-'));
const said: string[] = [];
let transit: RunningTransit;
let session: DevSession;

function optionsOf(changed: Partial<DevOptions> = {}): DevOptions {
  return {
    own: { name: 'transit', url: transit.url },
    overrides: new Map(),
    mocks: ['cities', 'events', 'partners'],
    registry: 'schema',
    operations: 'schema/operations',
    secret: PARTNERS_SECRET,
    folder,
    env: { HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent' },
    report: (text) => said.push(text),
    pollMs: 50,
    ...changed,
  };
}

async function ask(
  query: string,
  { url } = session,
): Promise<{ data?: Record<string, never>; errors?: Record<string, never>[] }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as never;
}

const hasSaid = (pattern: RegExp) =>
  until(
    () => [...said],
    (texts) => texts.some((text) => pattern.test(text)),
  );
const succeeds = (query: string) =>
  until(
    () => ask(query),
    ({ errors }) => errors === undefined,
  );

beforeAll(async () => {
  transit = await startTransit();
  session = await startDev(optionsOf());
});
afterAll(async () => {
  await session?.close();
  await transit?.close();
});

describe('a partner’s running subgraph in the local gateway', () => {
  test('is joined with mocks of all others, and its keys and required fields are exchanged', async () => {
    const { data, errors } = await ask(
      '{ city(id: "th-yala") { id name { en } geonamesId mapUrl lines { code stops { number } } } partners(first: 1) { nodes { id } } }',
    );
    expect(errors).toBeUndefined();
    const { city } = data as never as { city: Record<string, unknown> };
    expect(city).toMatchObject({
      id: 'th-yala',
      name: { en: expect.any(String) },
      lines: [
        { code: 'blue', stops: [{ number: 1 }, { number: 2 }] },
        { code: 'red', stops: [{ number: 1 }, { number: 2 }] },
      ],
    });
    expect(city['mapUrl']).toBe(`https://www.geonames.org/${city['geonamesId'] as number}`);
    expect(said[0]).toMatch(/^Composed with transit:\n(.*\n)*.*\+ Field "lines" was added to object type "City"/);
    expect(session.subgraphs.map(({ name, role }) => [name, role])).toEqual([
      ['cities', 'mock'],
      ['events', 'mock'],
      ['partners', 'mock'],
      ['transit', 'SDL from it'],
    ]);
  });

  test('has a playground', async () => {
    const page = await fetch(`${session.url}/playground`);
    // 503 where the files of the editor were not fetched.
    expect([200, 503]).toContain(page.status);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  });

  test('is taken again when its SDL changes, and what changes for clients is shown', async () => {
    transit.behave({
      sdl: TRANSIT_SDL.replace('  mapUrl', '  ferries: Int\n  mapUrl').replace('  name: String\n  stops', '  stops'),
      resolvers: { City: { ferries: () => 7 } },
    });
    expect((await succeeds('{ city(id: "th-yala") { ferries } }')).data).toEqual({ city: { ferries: 7 } });
    expect(said.at(-1)).toBe(
      [
        'Composed with transit:',
        '  - BREAKING  Field "name" was removed from object type "Line".',
        '  + Field "ferries" was added to object type "City".',
      ].join('\n'),
    );
  });

  test('that does not compose any more is reported, and what composed last goes on', async () => {
    transit.behave({
      result: (result) =>
        result.data?._service
          ? {
              data: {
                _service: { sdl: TRANSIT_SDL.replace('@key(fields: "line { id } number")', '@key(fields: "nothing")') },
              },
            }
          : result,
    });
    await hasSaid(/What composed last is served\.$/);
    expect(said.at(-1)).toMatch(
      /^Not composed with transit\nBuild: failed\. .*\n {2}error KEY_INVALID_FIELDS at transit Stop \(SDL of transit:\d+:\d+\).*\n.*"nothing".*\n {4}To do: /,
    );
    expect((await ask('{ city(id: "th-yala") { lines { code } } }')).errors).toBeUndefined();
    transit.behave({});
    await hasSaid(/^Composed with transit:\n(.*\n)*.*\+ Field "name" was added to object type "Line"/);
  });

  test.each([
    {
      what: 'a key that selects fields of a scalar',
      from: 'fields: "id"',
      to: 'fields: "id { code }"',
      code: 'KEY_INVALID_FIELDS',
    },
    { what: 'a syntax error', from: 'type Line', to: 'typo Line', code: 'SYNTAX_ERROR' },
    {
      what: '`resolvable: false`',
      from: 'City @key(fields: "id")',
      to: 'City @key(fields: "id", resolvable: false)',
      code: 'SATISFIABILITY_ERROR',
    },
  ])('with $what is reported as by `check`, and the session goes on', async ({ from, to, code }) => {
    said.length = 0;
    const sdl = TRANSIT_SDL.replace(from, to);
    transit.behave({ result: (result) => (result.data?._service ? { data: { _service: { sdl } } } : result) });
    await hasSaid(/What composed last is served\.$/);
    expect(said.at(-1)).toMatch(new RegExp(`\n  error ${code} at transit .*\\(SDL of transit:\\d+:\\d+\\)`));
    expect(said.at(-1)!.split('\n').length).toBeLessThanOrEqual(42);
    expect((await ask('{ city(id: "th-yala") { lines { code } } }')).errors).toBeUndefined();
    transit.behave({});
    await hasSaid(/^Composed with transit: nothing changes/);
  });

  test('that has another description only changes nothing for clients', async () => {
    said.length = 0;
    const sdl = TRANSIT_SDL.replace('  mapUrl', '  "A map."\n  mapUrl');
    transit.behave({ result: (result) => (result.data?._service ? { data: { _service: { sdl } } } : result) });
    await hasSaid(/^Composed with transit: nothing changes for clients\.$/);
    said.length = 0;
    transit.behave({});
    await hasSaid(/^Composed with transit/);
  });

  test('shows its errors in full', async () => {
    transit.behave({
      resolvers: {
        City: {
          lines: () => {
            throw new Error('no such table: lines, at db.internal:5432 (10.0.0.7)');
          },
        },
      },
      result: (result) => {
        for (const error of result.errors ?? []) error.extensions = { stacktrace: ['at lines.ts:7'] };
        return result;
      },
    });
    const { errors } = await ask('{ city(id: "th-yala") { lines { code } } }');
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'no such table: lines, at db.internal:5432 (10.0.0.7)',
        path: ['city', 'lines'],
        extensions: expect.objectContaining({ stacktrace: ['at lines.ts:7'], service: 'transit' }),
      }),
    ]);
  });

  test('that is stopped stays in the graph with the reason of each error, and is taken again', async () => {
    const port = Number(new URL(transit.url).port);
    await transit.close();
    await hasSaid(/^transit: No subgraph can be reached at .* Its last SDL stays in the graph\.$/);
    const { errors } = await ask('{ city(id: "th-yala") { lines { code } } }');
    expect(errors).toEqual([
      expect.objectContaining({
        extensions: expect.objectContaining({
          code: 'SUBGRAPH_UNREACHABLE',
          service: 'transit',
          detail: expect.stringMatching(/ECONNREFUSED/),
        }),
      }),
    ]);
    transit = await startTransit({}, port);
    await hasSaid(/^transit: .* responds\.$/);
    await succeeds('{ city(id: "th-yala") { lines { code } } }');
  });
});

describe('the local gateway', () => {
  test('begins with what is published where the subgraph does not run yet', async () => {
    const { url } = await startTransit().then(async (stopped) => stopped.close().then(() => stopped));
    const heard: string[] = [];
    const waiting = await startDev(optionsOf({ own: { name: 'transit', url }, report: (text) => heard.push(text) }));
    expect(heard).toEqual([
      expect.stringMatching(/No subgraph can be reached.*The graph is served as it is published until then\.$/),
    ]);
    await waiting.close();
  });

  describe('on a registry that changes', () => {
    const registry = join(folder, 'registry');
    const manifest = join(registry, 'registry.json');
    const heard: string[] = [];
    const hasHeard = (pattern: RegExp) =>
      until(
        () => heard.join('\n'),
        (text) => pattern.test(text),
      );

    /** Publishes another SDL of cities, as a version of its own. */
    function publishCities(change: (sdl: string) => string): void {
      const { subgraphs, version, files, ...rest } = parseManifest(readFileSync(manifest, 'utf8'), manifest);
      const sdls = subgraphs.map(({ name, url }) => {
        const sdl = readFileSync(join(registry, `${name}.graphql`), 'utf8');
        return { name, url, sdl: name === 'cities' ? change(sdl) : sdl };
      });
      const { supergraphSdl, apiSdl } = composeSupergraph(sdls);
      const texts = {
        'supergraph.graphql': supergraphSdl,
        'api.graphql': apiSdl,
        ...Object.fromEntries(sdls.map(({ name, sdl }) => [`${name}.graphql`, sdl])),
      };
      for (const [name, text] of Object.entries(texts)) writeFileSync(join(registry, name), text);
      const digests = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, digestOf(text)]));
      writeFileSync(
        manifest,
        printManifest({ ...rest, subgraphs, version: version + 1, files: { ...files, ...digests } }),
      );
    }

    const addTrams = (sdl: string) => sdl.replace(/^type City .*\{$/m, '$&\n  trams: Int');

    test.each([
      { what: 'with the own subgraph', own: true, said: /Composed with transit:\n(.*\n)*.*"trams" was added/ },
      { what: 'with mocks alone', own: false, said: /As published:\n(.*\n)*.*"trams" was added/ },
    ])('takes what is published while it runs, $what, and mocks it', async ({ own, said: shown }) => {
      cpSync('schema', registry, { recursive: true });
      heard.length = 0;
      const other = await startDev(
        optionsOf({ registry, report: (text) => heard.push(text), ...(!own && { own: undefined }) }),
      );
      try {
        const asked = () => ask('{ city(id: "th-yala") { id trams } }', other);
        expect((await asked()).errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
        publishCities(addTrams);
        const { data } = await until(asked, ({ errors }) => errors === undefined);
        expect(data).toEqual({ city: { id: 'th-yala', trams: expect.any(Number) } });
        expect(heard.filter((text) => text === `${registry} has changed.`)).toHaveLength(1);
        expect(heard.at(-1)).toMatch(shown);
      } finally {
        await other.close();
        rmSync(registry, { recursive: true });
      }
    });

    test('goes on with what it had while the registry cannot be read, and says so once', async () => {
      cpSync('schema', registry, { recursive: true });
      heard.length = 0;
      const other = await startDev(optionsOf({ registry, report: (text) => heard.push(text) }));
      try {
        const text = readFileSync(manifest, 'utf8');
        writeFileSync(manifest, '{');
        await hasHeard(
          /registry cannot be read: registry\.json is not JSON: .*\nWhat it had before stays in the graph\./,
        );
        expect((await ask('{ city(id: "th-yala") { id } }', other)).errors).toBeUndefined();
        writeFileSync(manifest, text);
        await hasHeard(/registry is readable again\./);
        expect(heard.filter((each) => each.includes('stays in the graph'))).toHaveLength(1);
        publishCities(addTrams);
        await hasHeard(/"trams" was added/);
      } finally {
        await other.close();
        rmSync(registry, { recursive: true });
      }
    });
  });

  test('takes another subgraph in place of a published one, and its SDL from a file', async () => {
    const other = await startDev(
      optionsOf({
        own: { name: 'events', url: transit.url, file: 'schema/events.graphql' },
        overrides: new Map([['transit', transit.url]]),
        mocks: ['cities', 'partners'],
      }),
    );
    expect(other.subgraphs.map(({ name, role }) => [name, role])).toEqual([
      ['cities', 'mock'],
      ['events', 'SDL from schema/events.graphql'],
      ['partners', 'mock'],
      ['transit', 'override'],
    ]);
    await other.close();
  });

  test.each([
    { changed: { mocks: ['transport'] }, message: /schema has no such subgraph, only cities, events, partners/ },
    { changed: { overrides: new Map([['cities', 'http://127.0.0.1:1/graphql']]) }, message: /cities is named twice/ },
  ])('refuses names that make no sense: $message', async ({ changed, message }) => {
    await expect(startDev(optionsOf(changed))).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(message),
    });
  });

  test('leaves nothing in the folder of state', async () => {
    const left = readdirSync(folder).filter((name) => name.startsWith('dev-'));
    expect(left).toHaveLength(1); // The session of the other tests still runs.
    expect(existsSync(join(folder, left[0]!, 'supergraph.graphql'))).toBe(true);
    expect(readFileSync(join(folder, left[0]!, 'supergraph.graphql'), 'utf8')).toContain('TRANSIT');
  });
});
