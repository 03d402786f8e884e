import {
  coerceInputValue,
  defaultFieldResolver,
  defaultTypeResolver,
  getNamedType,
  GraphQLError,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  valueFromASTUntyped,
  type ExecutionResult,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { negotiateLanguage } from '../../subgraphs/protocol/language.js';
import type { Caller } from '../../subgraphs/protocol/caller.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database/database.js';
import { buildSchemaOf } from '../../subgraphs/runtime/schema/schema.js';
import type { Subgraph, SubgraphContext } from '../../subgraphs/runtime/subgraph.js';
import { ENTITY_OWNERS } from '../../subgraphs/domain/entity-owners.js';
import { systemClock } from '../../subgraphs/runtime/clock.js';
import { createForeignEntityClient } from '../../subgraphs/runtime/foreign/foreign-entity-client.js';
import { subgraphs as all } from '../../subgraphs/index.js';
import type { RunningSubgraph } from '../graph.js';
import { callKeysOf } from '../signed-call.js';
import type { Operation } from './generate-operation.js';
import { createJudge } from './judge.js';

/** The whole network without a gateway: one schema in this process, over the same databases. */
export interface MergedNetwork {
  /**
   * Runs a valid operation, in English.
   *
   * @param caller who asks, and sees what was written before; without one, nobody asks, and is given what others have
   *   read a short while ago
   */
  execute(operation: Operation, caller?: Caller | null): Promise<ExecutionResult>;
  close(): Promise<void>;
}

/** A subgraph as the merged schema uses it. */
interface Member {
  subgraph: Subgraph;
  schema: GraphQLSchema;
  database: Database;
}

/** Each member's context, of one operation. */
type Contexts = ReadonlyMap<Member, SubgraphContext>;
type Args = Readonly<Record<string, unknown>>;
type Row = Record<string, unknown>;
type Field = GraphQLField<unknown, unknown>;

/** An object: the member that gave it, and what that member's resolvers read of it. */
class Held {
  constructor(
    readonly type: string,
    readonly home: Member,
    readonly source: unknown,
  ) {}
}

/** Operations that share what the loaders have read; then they read again, so that not all of it is kept. */
const SHARED_FOR = 250;

/** Stands for what cannot be told, because a member that is needed does not know the entity. */
const UNKNOWN = Symbol('unknown');

/**
 * Makes the schema that the gateway pretends to have, so that it can be held against it: each field is resolved by the
 * subgraph that has it, in this process, and an object of one subgraph is entered in another by its key and what the
 * field requires. There is no plan, and nothing is fetched together but what the subgraphs' own loaders load together.
 *
 * @param apiSchema what clients see; its fields get resolvers
 * @param running the subgraphs whose databases are read
 */
export async function mergeNetwork(
  apiSchema: GraphQLSchema,
  running: ReadonlyMap<string, RunningSubgraph>,
): Promise<MergedNetwork> {
  const owners = createForeignEntityClient({
    entityOwners: ENTITY_OWNERS,
    urls: Object.fromEntries([...running].map(([name, { url }]) => [name, url])),
    sender: 'merged',
    keys: callKeysOf('merged'),
    log: { warn: () => undefined },
    deadlineMs: 20_000,
  });
  // Not one after the other: to build a schema holds the event loop for so long that connecting could time out.
  const schemas = all.map((subgraph) => buildSchemaOf(subgraph).schema);
  const members = all.map((subgraph, index): Member => ({
    subgraph,
    schema: schemas[index]!,
    database: openDatabase({
      uri: process.env['TEST_MONGODB_URI'] as string,
      name: running.get(subgraph.name)!.databaseName,
      isPatient: true,
    }),
  }));
  await Promise.all(members.map(({ database }) => database.connected()));

  for (const type of Object.values(apiSchema.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = (held) => (held as Held).type;
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      field.resolve = (held, args, contexts, info) =>
        shown(
          resolve((held as Held | undefined) ?? type.name, field.name, args as Args, contexts as Contexts, info),
          field,
        );
    }
  }

  const judge = createJudge(apiSchema);
  let shared: Contexts;
  let sharing = 0;

  return {
    async execute(operation, caller) {
      if (caller !== undefined || sharing === SHARED_FOR) sharing = 0;
      if (sharing === 0) shared = contextsOf(null);
      sharing += 1;
      const result = await judge(operation, caller === undefined ? shared : contextsOf(caller));
      if (result.errors) sharing = 0; // Loaders keep their failures too.
      return result;
    },
    async close() {
      await owners.close();
      await Promise.all(members.map(({ database }) => database.close()));
    },
  };

  function contextsOf(caller: Caller | null): Contexts {
    const contexts: Contexts = new Map(
      members.map((member) => [
        member,
        {
          loaders: member.subgraph.loaders(member.database, systemClock),
          database: member.database,
          changes: {
            of() {
              throw new Error('Nothing is told here');
            },
          },
          clock: systemClock,
          changeLabels: member.subgraph.changeLabels,
          owners,
          caller,
          language: negotiateLanguage(undefined),
          warn: () => undefined,
          renew,
        },
      ]),
    );
    return contexts;

    /** What follows a write sees it, whoever reads: to the other subgraphs, that is another request. */
    function renew(): void {
      for (const [{ subgraph, database }, context] of contexts)
        context.loaders = subgraph.loaders(database, systemClock);
    }
  }

  /** @param object where the field is; the name of the type at a root */
  function resolve(
    object: Held | string,
    name: string,
    args: Args,
    contexts: Contexts,
    info: GraphQLResolveInfo,
  ): unknown {
    const type = typeof object === 'string' ? object : object.type;
    const home = typeof object === 'string' ? undefined : object.home;
    const member =
      home && fieldIn(home, type, name) ? home : members.find((candidate) => fieldIn(candidate, type, name))!;
    const field = fieldIn(member, type, name)!;
    if (directive(field, 'authenticated') && !contexts.get(member)!.caller)
      throw new GraphQLError('Sign in to see this.', { extensions: { code: 'UNAUTHENTICATED' } });
    const from = (source: unknown) =>
      lift(
        member,
        field.type,
        (field.resolve ?? defaultFieldResolver)(
          source,
          coerced(field, args),
          contexts.get(member),
          inMember(info, member, name),
        ),
        contexts,
        info,
      );

    const required = fieldSet(directive(field, 'requires'));
    if (typeof object === 'string') return from(undefined);
    if (object.home === member && !required) return from(object.source);
    return enter(object, member, required, contexts, info).then((source) =>
      source === UNKNOWN ? UNKNOWN : from(source),
    );
  }

  /** What a member's resolvers read of an object of another one. */
  async function enter(
    object: Held,
    member: Member,
    required: SelectionSetNode | undefined,
    contexts: Contexts,
    info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const representation = await Promise.all(
      [keyOf(member, object.type), required].map(
        async (selections) => selections && select(object, selections, contexts, info),
      ),
    );
    if (representation.includes(UNKNOWN)) return UNKNOWN;
    const told = Object.assign({ __typename: object.type }, ...representation) as { __typename: string };
    return (
      (await member.subgraph.references[object.type]!(told, contexts.get(member)!, inMember(info, member))) ?? UNKNOWN
    );
  }

  /** Fields of an object as a representation holds them. */
  async function select(
    object: Held,
    { selections }: SelectionSetNode,
    contexts: Contexts,
    info: GraphQLResolveInfo,
  ): Promise<Row | typeof UNKNOWN> {
    const fields = await Promise.all(
      (selections as readonly FieldNode[]).map(
        async ({ name: { value: name }, arguments: given = [], selectionSet }) => {
          const args = Object.fromEntries(
            given.map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
          );
          return [name, await told(resolve(object, name, args, contexts, info), selectionSet, contexts, info)] as const;
        },
      ),
    );
    return fields.some(([, value]) => value === UNKNOWN) ? UNKNOWN : Object.fromEntries(fields);
  }

  async function told(
    value: unknown,
    selections: SelectionSetNode | undefined,
    contexts: Contexts,
    info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const found = await value;
    if (Array.isArray(found)) {
      const elements = await Promise.all(found.map((element) => told(element, selections, contexts, info)));
      return elements.includes(UNKNOWN) ? UNKNOWN : elements;
    }
    return found instanceof Held ? select(found, selections!, contexts, info) : (found ?? null);
  }
}

/** A field that a member resolves itself. */
function fieldIn({ schema }: Member, type: string, name: string): Field | undefined {
  const parent = schema.getType(type);
  const field = isObjectType(parent) ? parent.getFields()[name] : undefined;
  return field && !directive(field, 'external') ? field : undefined;
}

/** What a member calls an entity by. */
function keyOf({ schema }: Member, type: string): SelectionSetNode {
  return fieldSet(directive(schema.getType(type)!, 'key'))!;
}

function directive({ astNode }: Field | GraphQLNamedType, called: string) {
  return astNode?.directives?.find(({ name }) => name.value === called);
}

function fieldSet(found: ReturnType<typeof directive>): SelectionSetNode | undefined {
  const fields = found?.arguments?.find(({ name }) => name.value === 'fields')?.value;
  if (fields?.kind !== Kind.STRING) return undefined;
  let selections = fieldSets.get(fields.value);
  if (!selections) {
    selections = (parse(`{ ${fields.value} }`, { noLocation: true }).definitions[0] as OperationDefinitionNode)
      .selectionSet;
    fieldSets.set(fields.value, selections);
  }
  return selections;
}

/** Parsed, by their text: a merged list asks for the same one for each element. */
const fieldSets = new Map<string, SelectionSetNode>();

/** Arguments as a member's resolvers get them, of those that a client wrote: the values of its enums and scalars. */
function coerced({ args: known }: Field, args: Args): Args {
  return Object.fromEntries(
    known.flatMap(({ name, type, defaultValue }) =>
      Object.hasOwn(args, name)
        ? [[name, coerceInputValue(args[name], type)]]
        : defaultValue === undefined
          ? []
          : [[name, defaultValue]],
    ),
  );
}

function inMember(info: GraphQLResolveInfo, { schema }: Member, fieldName = info.fieldName): GraphQLResolveInfo {
  return { ...info, schema, fieldName };
}

/** Makes of what a member's resolver gives what all members share: objects that know where they come from, and leaves as in JSON. */
function lift(
  member: Member,
  type: GraphQLOutputType,
  value: unknown,
  contexts: Contexts,
  info: GraphQLResolveInfo,
): unknown {
  if (value instanceof Promise) return value.then((found) => lift(member, type, found, contexts, info));
  if (isNonNullType(type)) return lift(member, type.ofType, value, contexts, info);
  if (value === null || value === undefined || value instanceof Error) return value;
  if (isListType(type))
    return Array.from(value as Iterable<unknown>, (element) => lift(member, type.ofType, element, contexts, info));
  if (isLeafType(type)) return type.serialize(value);
  const name = isAbstractType(type)
    ? (type.resolveType ?? defaultTypeResolver)(value, contexts.get(member), inMember(info, member), type)
    : type.name;
  return name instanceof Promise
    ? name.then((found) => new Held(found as string, member, value))
    : new Held(name as string, member, value);
}

/** What a client is shown of a field whose entity a subgraph does not know: nothing, or an error where nothing cannot be. */
function shown(value: unknown, { type }: Field): unknown {
  if (value instanceof Promise) return value.then((found) => shown(found, { type } as Field));
  if (value !== UNKNOWN) return value;
  if (!isNonNullType(type)) return null;
  throw new GraphQLError(`No subgraph has the ${getNamedType(type).name}.`, {
    extensions: { code: 'REFERENCE_NOT_FOUND' },
  });
}
