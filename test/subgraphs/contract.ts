import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isTypeDefinitionNode,
  parse,
  print,
  type GraphQLEnumType,
  type GraphQLNamedType,
} from 'graphql';
import mongoose from 'mongoose';
import { vocabularies, type EnumValue } from '../../subgraphs/domain/vocabulary/define-enum.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { buildSchemaOf } from '../../subgraphs/runtime/schema/schema.js';
import { openDatabase } from '../../subgraphs/runtime/database/database.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { signedHeaders } from '../signed-call.js';

/**
 * What every subgraph must do: run for each of {@link file://../../subgraphs/index.ts}.
 *
 * @param fill puts records into a subgraph that has no seed, two of each entity at least
 */
export function describeContract(
  subgraph: Subgraph,
  fill: (running: RunningSubgraph) => Promise<void> = () => Promise.resolve(),
): void {
  const { name } = subgraph;
  const { sdl, schema } = buildSchemaOf(subgraph);
  const keys = keysOf(sdl);
  const owned = ownedEntities(subgraph).map(
    ([type, collection]) => [type, { collection, key: keys.get(type)! }] as const,
  );
  let running: RunningSubgraph;

  describe(`the subgraph ${name}`, () => {
    beforeAll(async () => {
      running = await startSubgraph(subgraph);
      await fill(running);
    });
    afterAll(() => running?.close());

    test('tells its SDL to the gateway', async () => {
      const { data } = await running.ask('{ _service { sdl } }');
      const told = new Set(parse(data._service.sdl, { noLocation: true }).definitions.map(print));
      // The root type gains `_service` and `_entities`.
      const ours = parse(sdl, { noLocation: true })
        .definitions.filter((definition) => isTypeDefinitionNode(definition) && definition.name.value !== 'Query')
        .map(print);
      expect(ours.filter((definition) => !told.has(definition))).toEqual([]);
    });

    test('describes every type, field, argument and enum value', () => {
      expect(Object.values(schema.getTypeMap()).filter(isOurs).flatMap(undescribed)).toEqual([]);
    });

    test('names the specification of every custom scalar', () => {
      const custom = Object.values(schema.getTypeMap()).filter(
        (type) => isOurs(type) && isScalarType(type) && !isSpecifiedScalarType(type),
      );
      expect(custom).not.toEqual([]);
      expect(custom.filter((type) => !isScalarType(type) || !type.specifiedByURL).map(({ name }) => name)).toEqual([]);
    });

    test('has labels in both languages for every value of its vocabularies', () => {
      // An order's values are for programs: no person reads them.
      const enums = Object.values(schema.getTypeMap()).filter(
        (type): type is GraphQLEnumType => isOurs(type) && isEnumType(type) && !type.name.endsWith('Order'),
      );
      const unlabelled = enums.flatMap((type) =>
        type
          .getValues()
          .filter(({ name: value }) => !isLabelled(vocabularies().get(type.name)?.values[value]))
          .map(({ name: value }) => `${type.name}.${value}`),
      );
      expect(unlabelled).toEqual([]);
    });

    test.each(owned)(
      'answers references to %s in order, null for an unknown one',
      async (type, { collection, key }) => {
        const [first, second] = await idsOf(collection);
        const representations = [second, 'nobody-knows-this', first, second].map((id) => ({
          __typename: type,
          [key]: id,
        }));
        const entities = await running.entities(`... on ${type} { ${key} }`, representations);
        expect(entities).toEqual([{ [key]: second }, null, { [key]: first }, { [key]: second }]);
      },
    );

    test.each(Object.keys(subgraph.references))(
      'refuses a reference to %s by what is no key, and only that one',
      async (type) => {
        const key = keys.get(type)!;
        const wrong = [null, undefined, 5, true, ['th-yala'], [], { $gt: '' }, {}];
        const representations = [
          ...wrong.map((value) => ({ __typename: type, [key]: value })),
          { __typename: type, [key]: '\u0000' },
          { __typename: type, [key]: '\ud800' },
        ];
        running.forget();
        const { data, errors } = await running.ask(
          `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }`,
          { representations },
        );
        expect(data._entities.slice(0, wrong.length)).toEqual(wrong.map(() => null));
        expect(errors).toEqual(
          wrong.map((_, at) =>
            expect.objectContaining({
              message: `A reference to ${type} needs its \`${key}\`, a text.`,
              path: ['_entities', at],
              extensions: { code: 'BAD_USER_INPUT' },
            }),
          ),
        );
        // What is not there may have been withdrawn.
        expect(running.commands.length).toBeLessThanOrEqual(2);
      },
    );

    test.each([
      null,
      5,
      'City',
      [],
      {},
      { __typename: 'Nothing' },
      { __typename: '__proto__', id: 'x' },
      { __typename: 'Query', id: 'x' },
      { __typename: 'PartialDate', id: 'x' },
      { __typename: ['City'], id: 'x' },
    ])('refuses references to no entity of its own: %j', async (representation) => {
      for (const language of ['en', 'th']) {
        const { data, errors } = await running.ask(
          `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }`,
          { representations: [representation] },
          { language },
        );
        expect(data?._entities).toBeUndefined();
        expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
        if (representation) expect(/[ก-๙]/.test(errors[0].message)).toBe(language === 'th');
      }
    });

    test.each(owned)('reads many references to %s with one find', async (type, { collection, key }) => {
      const ids = await idsOf(collection);
      running.forget();
      await running.entities(
        `... on ${type} { ${key} }`,
        ids.map((id) => ({ __typename: type, [key]: id })),
      );
      expect(running.commands).toEqual(['find']);
    });

    test('never invents an entity: every reference of an own entity is looked up', () => {
      for (const [type] of owned) expect(Object.keys(subgraph.references)).toContain(type);
    });

    test('has the indexes that its models declare, and no others', async () => {
      const database = openDatabase({
        uri: process.env['TEST_MONGODB_URI']!,
        name: running.databaseName,
        isPatient: true,
      });
      await database.connected();
      for (const model of subgraph.models)
        expect([model.name, await database.model(model).diffIndexes()]).toEqual([
          model.name,
          { toDrop: [], toCreate: [] },
        ]);
      await database.close();
    });

    test('makes loaders anew for each request, so that a change is seen by the next one', async () => {
      const [type, { collection, key }] = owned[0]!;
      const id = (await idsOf(collection))[0]!;
      const database = openDatabase({
        uri: process.env['TEST_MONGODB_URI']!,
        name: running.databaseName,
        isPatient: true,
      });
      await database.connected();
      const model = subgraph.models.find((candidate) => candidate.name === collection)!;
      const stored = (await database.model(model).findById(id).lean<{ _id: string }>())!;
      await database.model(model).deleteOne({ _id: id });
      expect(await running.entities(`... on ${type} { ${key} }`, [{ __typename: type, [key]: id }])).toEqual([null]);
      await database.model(model).collection.insertOne(stored as never);
      expect(await running.entities(`... on ${type} { ${key} }`, [{ __typename: type, [key]: id }])).toEqual([
        { [key]: id },
      ]);
      await database.close();
    });

    test('says that it is alive to anyone, and answers nothing else that is not signed', async () => {
      const live = await fetch(new URL('/health/live', running.url));
      expect(await live.json()).toEqual({ status: 'live', subgraph: name });

      const body = JSON.stringify({ query: '{ _service { sdl } }' });
      const headers = { 'content-type': 'application/json' };
      const attempts = [
        ['missing', { method: 'POST', headers, body }],
        [
          'key',
          { method: 'POST', headers: signedHeaders(name, body, { secret: 'another secret, as long as ours' }), body },
        ],
        ['malformed', { method: 'POST', headers: { ...signedHeaders(name, body), signature: 'rubbish' }, body }],
        ['missing', { method: 'POST' }],
      ] as const;
      for (const [reason, attempt] of attempts) {
        const response = await fetch(running.url, attempt);
        expect(response.status).toBe(401);
        expect(response.headers.get('www-authenticate')).toBe(`CitylinkSignature reason="${reason}"`);
        expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED', reason } }] });
      }
      expect((await fetch(`${running.url}?query={__typename}`)).status).toBe(404);
    });

    test('refuses a page out of range with the argument that is wrong', async () => {
      const field = Object.values(schema.getQueryType()!.getFields()).find((candidate) =>
        getNamedType(candidate.type).name.endsWith('Connection'),
      )!;
      const wrong: Array<[string, string]> = [
        ['first: 0', 'first'],
        ['first: 101', 'first'],
        ['last: 0', 'last'],
        ['first: 1, last: 1', 'first'],
        ['offset: -1', 'offset'],
        ['offset: 1, after: "x"', 'offset'],
        ['after: "rubbish"', 'after'],
        [`before: "${Buffer.from('["ELSE",1,"x"]').toString('base64url')}"`, 'before'],
      ];
      for (const [args, argument] of wrong) {
        const { errors } = await running.ask(`{ ${field.name}(${args}) { nodes { __typename } } }`);
        expect([args, errors?.[0]?.extensions]).toEqual([
          args,
          expect.objectContaining({ code: 'BAD_USER_INPUT', argument }),
        ]);
      }
    });

    async function idsOf(collection: string): Promise<string[]> {
      const rows = await mongoose
        .createConnection(process.env['TEST_MONGODB_URI']!, { dbName: running.databaseName })
        .asPromise();
      const found = await rows
        .collection<{ _id: string }>(collection)
        .find({}, { projection: { _id: 1 }, sort: { _id: 1 }, limit: 3 })
        .toArray();
      await rows.close();
      return found.map((row) => row._id);
    }
  });
}

/** Collections whose names are not their entity's with an s, or ies for y. */
const COLLECTIONS: Readonly<Record<string, string>> = { Person: 'people', CityPlan: 'plans' };

/** The entities that a subgraph owns, with their collections; what it only adds to has none. */
function ownedEntities({ models, references }: Subgraph): Array<readonly [type: string, collection: string]> {
  return Object.keys(references)
    .map((type) => [type, COLLECTIONS[type] ?? `${type.toLowerCase()}s`.replace(/ys$/, 'ies')] as const)
    .filter(([, collection]) => models.some((model) => model.name === collection));
}

/** The key field of each entity, of which each has one. */
function keysOf(sdl: string): Map<string, string> {
  return new Map([...sdl.matchAll(/^type (\w+)[^{]*@key\(fields: "(\w+)"/gm)].map(([, type, key]) => [type!, key!]));
}

function isLabelled(value: EnumValue | undefined): boolean {
  return value !== undefined && /[a-zA-Z0-9]/.test(value.en) && !/[ก-๙]/.test(value.en) && /[ก-๙]/.test(value.th);
}

function isOurs(type: GraphQLNamedType): boolean {
  return (
    !/^(_|__|federation__|link__)/.test(type.name) && !['String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name)
  );
}

function undescribed(type: GraphQLNamedType): string[] {
  const lost: string[] = [];
  const note = (coordinate: string, description: string | null | undefined) =>
    void (description || lost.push(coordinate));
  if (isEnumType(type)) {
    note(type.name, type.description);
    for (const value of type.getValues()) note(`${type.name}.${value.name}`, value.description);
  }
  if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
    // What a subgraph only adds to is described by its owner.
    const isStub =
      isObjectType(type) &&
      type.astNode?.directives?.some(({ name, arguments: args }) => name.value === 'key' && args?.length) &&
      !type.description;
    if (!isStub) note(type.name, type.description);
    for (const field of Object.values(type.getFields())) {
      if (/^_/.test(field.name)) continue;
      const isForeign = isStub && field.args?.length === 0 && !field.description;
      if (!isForeign) note(`${type.name}.${field.name}`, field.description);
      if ('args' in field)
        for (const argument of field.args) note(`${type.name}.${field.name}(${argument.name}:)`, argument.description);
    }
  }
  return lost;
}
