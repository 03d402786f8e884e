import type { GraphQLSchema } from 'graphql';
import { LIST_OF } from './check.js';
import { unlistedReferences } from './checks/references.js';
import { withKnownFields } from './known-fields.js';
import { CHARTS, LISTS, MEMBER_COUNTS, TIMELINE, type ListSelection } from './selections.js';
import type { MemberCounts, ReadMoment, Reference, VerifiedGraph } from './verified-graph.js';

/** Sends a query, and gives its data; throws when there is none, or an error that is not of missing rights. */
export type Ask = (query: string, variables?: Record<string, unknown>) => Promise<Record<string, unknown>>;

/** Rows of a page inside of a record. */
const INNER = 20;

interface Page {
  nodes: object[];
  pageInfo?: { hasNextPage: boolean; endCursor?: string | null };
}

/**
 * Reads all of a graph that is verified, page by page. Who writes meanwhile may make parts that do not fit together.
 *
 * @param schema what the graph has: lists and fields that it has not are not read
 */
export async function readGraph(ask: Ask, schema: GraphQLSchema): Promise<VerifiedGraph> {
  const graph: Record<string, unknown> = {};
  for (const [name, selection] of Object.entries(LISTS)) {
    const records = await readList(ask, schema, name, selection);
    if (records) graph[name] = records;
  }
  graph['withdrawn'] = await readUnlisted(ask, schema, graph);
  for (const [name, document] of Object.entries(CHARTS)) {
    const known = withKnownFields(schema, document);
    if (known) graph[name] = await ask(known);
  }
  const { cities } = graph as VerifiedGraph;
  const counted = withKnownFields(schema, MEMBER_COUNTS);
  if (cities && counted) {
    const programmes = cities.flatMap(({ memberships }) => memberships.flatMap(({ programme }) => programme?.id ?? []));
    const memberCounts: MemberCounts[] = [];
    for (const id of new Set(programmes))
      memberCounts.push({ id, ...((await ask(counted, { id })) as Omit<MemberCounts, 'id'>) });
    graph['memberCounts'] = memberCounts;
  }
  const timeline = await readTimeline(ask, schema);
  return { ...graph, ...(timeline && { timeline }) };
}

async function readList(
  ask: Ask,
  schema: GraphQLSchema,
  name: string,
  { one, key, pageSize, fields }: ListSelection,
): Promise<object[] | undefined> {
  const selected = `{ __typename ${key} ${fields} }`;
  const inner = fields.includes('$inner') ? ', $inner: Int!, $offset: Int!' : '';
  const list = withKnownFields(
    schema,
    `query ($first: Int!, $after: String${inner}) {
      list: ${name}(first: $first, after: $after) { nodes ${selected} pageInfo { hasNextPage endCursor } }
    }`,
  );
  if (list === null) return undefined;
  const rest = withKnownFields(schema, `query ($key: ID!${inner}) { one: ${one}(${key}: $key) ${selected} }`)!;
  const records: object[] = [];
  let after: string | null = null;
  for (;;) {
    const { list: page } = (await ask(list, { first: pageSize, after, ...(inner && { inner: INNER, offset: 0 }) })) as {
      list: Page;
    };
    for (const record of page.nodes) {
      for (let offset = INNER, pages = openPages(record); pages.length > 0; offset += INNER) {
        const { one: more } = (await ask(rest, { key: Reflect.get(record, key), inner: INNER, offset })) as {
          one: object;
        };
        addNodes(record, more);
        pages = pages.filter((open) => open.pageInfo!.hasNextPage);
      }
      records.push(record);
    }
    if (!page.pageInfo!.hasNextPage) return records;
    after = page.pageInfo!.endCursor!;
  }
}

/** The records that others name and no list has: those that were withdrawn are read by their keys only. */
async function readUnlisted(ask: Ask, schema: GraphQLSchema, graph: VerifiedGraph): Promise<Reference[]> {
  const found: Reference[] = [];
  for (const { __typename, id, code } of unlistedReferences(graph)) {
    const { one, key } = LISTS[LIST_OF[__typename as keyof typeof LIST_OF]];
    const document = withKnownFields(schema, `query ($key: ID!) { one: ${one}(${key}: $key) { __typename ${key} } }`);
    const { one: record } = document ? await ask(document, { key: id ?? code }) : {};
    if (record) found.push(record as Reference);
  }
  return found;
}

/** The pages inside of a record that have more rows. */
function openPages(value: unknown): Page[] {
  if (typeof value !== 'object' || value === null) return [];
  return [...(isPage(value) && value.pageInfo?.hasNextPage ? [value] : []), ...Object.values(value).flatMap(openPages)];
}

/** Adds the rows of a later reading of the same record to its pages that have more. */
function addNodes(record: object, later: object): void {
  if (isPage(record)) {
    if (!record.pageInfo?.hasNextPage || !isPage(later)) return;
    record.nodes.push(...later.nodes);
    record.pageInfo = later.pageInfo!;
    return;
  }
  for (const [name, value] of Object.entries(record)) {
    const other: unknown = Reflect.get(later, name);
    if (isObject(value) && isObject(other)) addNodes(value, other);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isPage(value: object): value is Page {
  return 'nodes' in value && Array.isArray(value.nodes);
}

async function readTimeline(ask: Ask, schema: GraphQLSchema): Promise<ReadMoment[] | undefined> {
  const known = withKnownFields(schema, TIMELINE);
  if (!known?.includes('nodes')) return undefined;
  const moments: ReadMoment[] = [];
  let after: string | null = null;
  for (;;) {
    const { timeline } = (await ask(known, { after })) as { timeline: { items: Page } };
    moments.push(...(timeline.items.nodes as ReadMoment[]));
    const { hasNextPage, endCursor } = timeline.items.pageInfo!;
    if (!hasNextPage) return moments;
    after = endCursor!;
  }
}
