import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { parse, print, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, createResolversMap, getMetadataStorage, type NonEmptyArray, type PubSub } from 'type-graphql';
import { checkedReferences, checkRepresentations } from './check-references.js';
import { cacheControlDefinition } from './cache-control.js';
import { declarePageSizes } from './cost-directives.js';
import { checkFilterIds } from '../lists/filter-ids.js';
import type { Subgraph } from '../subgraph.js';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@override", "@tag", "@authenticated", "@requiresScopes", "@cost", "@listSize"])`;

/** The schema of a subgraph: its printed SDL with federation's directives, and the executable schema. */
export interface SubgraphSchema {
  sdl: string;
  schema: GraphQLSchema;
}

/** type-graphql wants one; subscriptions here are told of changes in the database, and publish nothing. */
const NO_TOPICS: PubSub = {
  publish: () => undefined,
  subscribe() {
    throw new Error('A subscription names what subscribes it, not topics');
  },
};

/** Builds a subgraph's schema from its type-graphql classes. */
export function buildSchemaOf<L>(subgraph: Subgraph<L>): SubgraphSchema {
  orderByResolvers(subgraph.resolvers);
  const classes = buildSchemaSync({
    resolvers: [...subgraph.resolvers] as unknown as NonEmptyArray<NewableFunction>,
    orphanedTypes: [...subgraph.types] as NewableFunction[],
    validate: false,
    pubSub: NO_TOPICS,
    skipCheck: true,
  });
  // Composition merges what each subgraph says of the root type, so all say the same.
  classes.getQueryType()!.description =
    'Everything that can be read: single records by their ids, lists, charts (their names end in `Stats`), searches, what happened (`timeline`), and labels for codes (`vocabulary`). A record that does not exist is null. Lists come in pages of at most 100. No token is needed, except for the fields that say for whom they are.\n\nข้อมูลทั้งหมดที่อ่านได้: ระเบียนตามรหัส รายการ สถิติ (ชื่อลงท้ายด้วย `Stats`) การค้นหา ลำดับเหตุการณ์ (`timeline`) และชื่อเรียกของรหัส (`vocabulary`) ไม่ต้องใช้โทเคน ยกเว้นฟิลด์ที่ระบุไว้';
  const writes = classes.getMutationType();
  if (writes)
    writes.description =
      'Everything that can be written. A mutation needs a token with a role that its description names: without a token the error is UNAUTHENTICATED, without the role FORBIDDEN. It is done wholly or not at all. Each takes an `idempotencyKey`: the same key again gives the first result and writes nothing, so that a request whose response was lost can be sent again. A rule of the network that is not met is the error RULE_VIOLATED, and `extensions.rule` names it.\n\nทุกอย่างที่บันทึกได้ ต้องมีโทเคนที่มีบทบาทตามที่ระบุไว้ การบันทึกแต่ละครั้งสำเร็จทั้งหมดหรือไม่บันทึกเลย หากส่ง `idempotencyKey` เดิมซ้ำจะได้ผลลัพธ์เดิม';
  const events = classes.getSubscriptionType();
  if (events)
    events.description =
      'Notices of changes, sent as soon as they happen, whoever made them: over server-sent events (`/graphql/stream`) or a WebSocket.\n\nการแจ้งเตือนเมื่อข้อมูลเปลี่ยน ส่งทันทีที่เกิดขึ้น ผ่าน server-sent events (`/graphql/stream`) หรือ WebSocket';
  const definitions = declarePageSizes(parse(printSchemaWithDirectives(classes), { noLocation: true }));
  const printed = print(definitions);
  const sdl = `${LINK}\n${cacheControlDefinition(printed)}\n${printed}\n`;
  const resolvers = createResolversMap(classes) as Record<string, Record<string, unknown>>;
  const typeDefs = parse(sdl);
  for (const [entity, resolve] of Object.entries(checkedReferences(typeDefs, subgraph.references))) {
    resolvers[entity] = { ...resolvers[entity], __resolveReference: resolve };
  }
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
  checkFilterIds(subgraph, classes, schema);
  const entities = schema.getQueryType()!.getFields()['_entities'];
  if (entities) {
    const resolve = entities.resolve!;
    entities.resolve = (root, args: { representations: unknown[] }, context, info) => {
      checkRepresentations(args.representations, subgraph.references);
      return resolve(root, args, context, info);
    };
  }
  return { sdl, schema };
}

/**
 * Sorts what type-graphql has collected by the subgraph's list of resolvers. It prints fields in the order in which their
 * classes were loaded, so that the printed schema would change with the order of imports.
 */
function orderByResolvers(resolvers: Subgraph['resolvers']): void {
  const places = new Map(resolvers.map((resolver, place) => [resolver, place]));
  const placeOf = ({ target }: { target: object }) => places.get(target) ?? resolvers.length;
  const { queries, mutations, subscriptions, fieldResolvers } = getMetadataStorage();
  for (const collected of [queries, mutations, subscriptions, fieldResolvers])
    collected.sort((a, b) => placeOf(a) - placeOf(b));
}
