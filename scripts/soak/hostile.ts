/** What a stranger may send to do harm. */
export interface Hostile {
  what: string;
  /** Another text each time, so that nothing of it is known. */
  body(index: number): string;
  headers?: Readonly<Record<string, string>>;
}

const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');
/** @param rest of a query, after its name; @param variables as JSON */
const asked =
  (rest: string, variables = '{}') =>
  (index: number) =>
    `{"query":${JSON.stringify(`query Hostile${index}${rest}`)},"variables":${variables}}`;
const ofCity = (selection: string, rest = '') => asked(` { city(id: "th-yala") { ${selection} } } ${rest}`);
const ofCities = (argument: string) => asked(` { cities(${argument}) { totalCount } }`);
const filtered = (variables: string) =>
  asked('($filter: CityFilter) { cities(filter: $filter) { totalCount } }', variables);
const ONE_CITY = ofCity('id');
const LONG = 'a'.repeat(240_000);

/** Requests that are wrong, or as dear as the limits let them be, each of them alone. */
export const HOSTILE: readonly Hostile[] = [
  ...['', '{', 'null', '[]', '{"query":1}', '{"query":"{"}', '{"query":"{ nothing }"}'].map((body): Hostile => ({
    what: `the body ${body || 'of nothing'}`,
    body: () => body,
  })),
  { what: 'a page of 1,000', body: ofCities('first: 1000') },
  { what: 'more words than the limit', body: asked(` { ${'__typename '.repeat(2_100)} }`) },
  { what: 'more levels than the limit', body: asked(` { ${'cities { nodes { '.repeat(12)} id ${'} }'.repeat(12)} }`) },
  {
    what: 'fragments that double each other',
    body: asked(
      ` { cities { nodes { ...F0 } } } ${times(26, (at) => `fragment F${at} on City { id ...F${at + 1} ...F${at + 1} }`)} fragment F26 on City { id }`,
    ),
  },
  {
    what: 'fragments in a circle',
    body: ofCity(
      '...F0',
      times(150, (at) => `fragment F${at} on City { id ...F${(at + 1) % 150} }`),
    ),
  },
  { what: 'one field 1,900 times', body: ofCity('id '.repeat(1_900)) },
  { what: 'one object 490 times', body: ofCity('name { en } '.repeat(490)) },
  { what: 'nested objects 130 times', body: ofCity('plan { title { en th } history { nodes { by } } } '.repeat(130)) },
  {
    what: '100 fragments beside each other',
    body: ofCity(
      times(100, (at) => `...F${at}`),
      times(100, (at) => `fragment F${at} on City { id name { en } plan { id } }`),
    ),
  },
  {
    what: '180 fragments below each other',
    body: ofCity(
      '...F0',
      `${times(179, (at) => `fragment F${at} on City { id ...F${at + 1} }`)} fragment F179 on City { id }`,
    ),
  },
  {
    what: '200 unused fragments',
    body: ofCity(
      'id',
      times(200, (at) => `fragment F${at} on City { id }`),
    ),
  },
  { what: '180 inline fragments', body: ofCity('... on City { id name { en } } '.repeat(180)) },
  { what: '1,900 unknown fields', body: ofCity(times(1_900, (at) => `nothing${at}`)) },
  {
    what: '1,900 unknown fields, told in Thai',
    body: ofCity(times(1_900, (at) => `nothing${at}`)),
    headers: { 'accept-language': 'th' },
  },
  { what: '600 unknown arguments', body: ofCities(times(600, (at) => `nothing${at}: 1`)) },
  { what: '600 unknown parts of an argument', body: ofCities(`filter: { ${times(600, (at) => `nothing${at}: 1`)} }`) },
  { what: '900 undefined variables', body: ofCities(`filter: { ids: [${times(900, (at) => `$v${at}`)}] }`) },
  { what: '450 unused variables', body: asked(`(${times(450, (at) => `$v${at}: Int`)}) { __typename }`) },
  { what: '600 operations without a name', body: asked(` { __typename } ${'{ __typename } '.repeat(600)}`) },
  {
    what: 'lists 900 deep in the document',
    body: ofCities(`filter: { ids: ${'['.repeat(900)}"a"${']'.repeat(900)} }`),
  },
  { what: 'a text of 240 kB', body: ofCities(`filter: { ids: ["${LONG}"] }`) },
  { what: 'a name of 240 kB', body: ofCity(LONG) },
  { what: 'a comment of 240 kB', body: ofCity('id', `#${LONG}`) },
  { what: 'a text of 35,000 escapes', body: ofCities(`filter: { ids: ["${'\\u0041'.repeat(35_000)}"] }`) },
  { what: 'a block of 80,000 lines', body: ofCities(`filter: { ids: ["""${'\n '.repeat(80_000)}"""] }`) },
  { what: 'an operator for an id', body: asked('($id: ID!) { city(id: $id) { id } }', '{"id":{"$gt":""}}') },
  {
    what: 'an object of 240 kB for an id',
    body: asked('($id: ID!) { city(id: $id) { id } }', `{"id":{"a":"${LONG}"}}`),
  },
  { what: '50,000 ids', body: filtered(`{"filter":{"ids":[${times(50_000, () => '"a"').replaceAll(' ', ',')}]}}`) },
  {
    what: '60,000 wrong ids',
    body: filtered(`{"filter":{"ids":[${times(60_000, () => '{}').replaceAll(' ', ',')}]}}`),
  },
  {
    what: '18,000 unknown parts of a variable',
    body: filtered(`{"filter":{${times(18_000, (at) => `"n${at}":1`).replaceAll(' ', ',')}}}`),
  },
  {
    what: '18,000 variables that nobody asked for',
    body: (index) =>
      `{"query":"query Hostile${index} { __typename }","variables":{${times(18_000, (at) => `"n${at}":1`).replaceAll(' ', ',')}}}`,
  },
  {
    what: 'lists 120,000 deep in a variable',
    body: filtered(`{"filter":${'['.repeat(120_000)}${']'.repeat(120_000)}}`),
  },
  {
    what: 'objects 40,000 deep in a variable',
    body: filtered(`{"filter":${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}}`),
  },
  {
    what: 'a prototype 30,000 deep in a variable',
    body: filtered(`{"filter":${'{"a":'.repeat(30_000)}{"__proto__":1}${'}'.repeat(30_000)}}`),
  },
  { what: 'numbers that are none', body: filtered('{"filter":{"reached":{"status":"DESIGNATED","by":1e400}}}') },
  { what: 'a token of 14 kB', body: ONE_CITY, headers: { authorization: `Bearer ${'a.'.repeat(7_000)}` } },
  { what: '1,500 languages', body: ONE_CITY, headers: { 'accept-language': 'th;q=0.1,'.repeat(1_500) } },
  { what: '600 types that are accepted', body: ONE_CITY, headers: { accept: 'application/json;q=0.1,'.repeat(600) } },
  {
    what: '1,500 parameters of a content type',
    body: ONE_CITY,
    headers: { 'content-type': `application/json;${' charset'.repeat(1_500)}` },
  },
];
