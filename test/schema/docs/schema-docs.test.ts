import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { createApiSchema } from '../../../gateway/graphql-document/api-schema.js';
import { buildSchema } from '../../../gateway/graphql-document/build-schema.js';
import { createCountFetches } from '../../../gateway/schema-docs/count-fetches.js';
import { readFieldOwners } from '../../../gateway/schema-docs/field-owners.js';
import { schemaPage } from '../../../gateway/schema-docs/schema-page.js';
import { splitLanguages } from '../../../gateway/schema-docs/split-languages.js';
import { writeDocs } from '../../../scripts/schema/docs/write-docs.js';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external", "@requires", "@shareable"])';

const SUBGRAPHS = {
  cities: `${LINK}
    type Query { city(id: ID!): City }
    type City @key(fields: "id") {
      id: ID!
      "How many live there."
      people: Int
      area: Int @deprecated(reason: "Use size. Removed after 2027-06-30.")
      point: Point @shareable
    }
    type Point @shareable { x: Int }`,
  schools: `${LINK}
    type City @key(fields: "id") {
      id: ID!
      people: Int @external
      schools: [School!]
      schoolsForEach: Int @requires(fields: "people")
      point: Point @shareable
    }
    type School @key(fields: "code") { code: ID! pupils: Int }
    type Point @shareable { x: Int }`,
  sports: `${LINK}
    type School @key(fields: "code") { code: ID! """
    Teams.

    ทีม <b>
    """ teams: Int }`,
};

const { supergraphSdl } = composeServices(
  Object.entries(SUBGRAPHS).map(([name, sdl]) => ({
    name,
    typeDefs: parse(sdl),
    url: 'http://127.0.0.1:1',
  })),
);
const document = parse(supergraphSdl!);
const supergraph = buildSchema(document);
const owners = readFieldOwners(supergraph);

describe('the reference of the schema', () => {
  test('knows the subgraphs that resolve a field, and the keys of an entity', () => {
    expect(owners.subgraphs).toEqual(['cities', 'schools', 'sports']);
    expect(owners.ofField('City', 'people')).toEqual(['cities']);
    expect(owners.ofField('Point', 'x')).toEqual(['cities', 'schools']);
    expect(owners.keysOf('School')).toEqual([{ fields: 'code', subgraphs: ['schools', 'sports'] }]);
    expect(owners.requirementsOf('City', 'schoolsForEach')).toBe('people');
  });

  test.each([
    { coordinate: 'Query.city', fetches: 1 },
    { coordinate: 'City.people', fetches: 1 },
    { coordinate: 'Point.x', fetches: 1 },
    { coordinate: 'City.schools', fetches: 2 },
    { coordinate: 'City.schoolsForEach', fetches: 2 },
    { coordinate: 'School.pupils', fetches: 2 },
    { coordinate: 'School.teams', fetches: 3 },
  ])('counts the fetches of $coordinate: $fetches', ({ coordinate, fetches }) => {
    const [type = '', field = ''] = coordinate.split('.');
    expect(createCountFetches(supergraph, owners)(type, field)).toBe(fetches);
  });

  test('shows owner, team, keys, fetches, deprecation and both languages, escaped', async () => {
    const text = await schemaPage(
      {
        api: createApiSchema(document),
        supergraph,
        subgraphs: [
          { name: 'sports', url: '', owner: 'sport office', contact: 'sport@example.org', since: 3, isOurs: false },
        ],
        version: 7,
        hash: 'abc',
        since: new Map([['School.teams', 5]]),
      },
      { assets: { own: 'assets/', laboratory: '' }, hasGateway: false },
    );
    const part = (id: string) => text.slice(text.indexOf(`id="${id}"`)).split('</li>')[0]!;
    expect(part('School.teams')).toMatch(/sports .*sport office/s);
    expect(part('School.teams')).toContain('lang="th">ทีม &#60;b&#62;</p>');
    expect(part('School.teams')).toContain('lang="en">Teams.</p>');
    expect(part('School.teams')).toContain('3 fetches');
    expect(part('School.teams')).toContain('since version 5');
    expect(part('City.area')).toContain('<time datetime="2027-06-30">');
    expect(text).not.toContain('join__');
  });
});

test.each([
  { text: 'A city.', en: 'A city.', th: null },
  { text: 'A city.\n\nเมือง', en: 'A city.', th: 'เมือง' },
  { text: 'Such as "มกราคม", in Thai.', en: 'Such as "มกราคม", in Thai.', th: null },
  { text: undefined, en: null, th: null },
])('the languages of "$text" are told apart by paragraph', ({ text, en, th }) => {
  expect(splitLanguages(text)).toEqual({ en, th });
});

describe('the command docs', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'docs-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('writes a page with all that it loads beside it', async () => {
    const text = await readFile(await writeDocs('schema', folder), 'utf8');
    expect(text).toContain('id="City.events"');
    const loaded = [...text.matchAll(/(?:src|href)="([^"#][^"]*)"/g)].map(([, path]) => path!);
    const written = (await readdir(folder, { recursive: true })).map((path) => path.replaceAll('\\', '/'));
    expect(new Set(loaded.filter((path) => !written.includes(path)))).toEqual(new Set());
  });
});
