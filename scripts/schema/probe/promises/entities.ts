import { randomUUID } from 'node:crypto';
import {
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isScalarType,
  type GraphQLObjectType,
} from 'graphql';
import type { Finding } from '../../report/report.js';
import { pickFields, writeFieldSet, type Entity, type FieldOfSet, type FieldSet } from '../../sdl/read-subgraph-sdl.js';
import { mergeFields } from '../find-representations.js';
import { broken, told } from '../findings.js';
import {
  askEntities,
  describeReply,
  resolvableEntities,
  shorten,
  type EntitiesReply,
  type ProbeContext,
  type Representation,
} from '../probe-context.js';

/** As many as the gateway may put into one call. */
const MANY = 1_000;

/** `_entities` of each type, by each of its keys and by several at once. */
export async function checkEntities(context: ProbeContext): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const entity of resolvableEntities(context.reading)) findings.push(...(await checkEntity(context, entity)));
  findings.push(...(await checkMixedTypes(context)));
  return findings;
}

async function checkEntity(context: ProbeContext, entity: Entity): Promise<Finding[]> {
  const type = context.reading.schema.getType(entity.name) as GraphQLObjectType;
  const findings: Finding[] = [];
  const untried: FieldSet[] = [];
  let complete: { key: FieldSet; objects: readonly Record<string, unknown>[] } | undefined;
  for (const key of combinationsOf(entity)) {
    const objects = (context.known.get(entity.name) ?? []).filter((object) => hasFields(object, key.fields));
    const found = await checkKey(context, entity, type, key, objects);
    findings.push(...found);
    if (objects.length === 0) untried.push(key);
    else if (found.length === 0) complete ??= { key, objects };
  }
  if (complete) findings.push(...(await checkMany(context, entity, type, complete.key, complete.objects)));
  if (untried.length > 0) {
    const keys = untried.map(({ text }) => `"${text}"`).join(' and ');
    findings.push(
      told('NOT_TRIED', `No ${entity.name} with the key ${keys} was found through the subgraph's own fields.`, {
        coordinate: entity.name,
        advice: `Name one that exists: --example ${exampleOf(entity.name, untried[0]!)}`,
      }),
    );
  }
  return findings;
}

/** Each key, each two of them, and all: gateways send one, or what they happen to have. */
function combinationsOf({ keys }: Entity): FieldSet[] {
  const own = keys.filter(({ isResolvable }) => isResolvable);
  const pairs = own.flatMap((first, index) => own.slice(index + 1).map((second) => [first, second]));
  const sets = [...own.map((key) => [key]), ...pairs, ...(own.length > 2 ? [own] : [])];
  return sets.map((set) => {
    const fields = mergeFields(set.flatMap((key) => key.fields));
    return { text: writeFieldSet(fields), fields };
  });
}

/** The promises build on each other: the first that is broken ends the work, so that one fault is one finding. */
async function checkKey(
  context: ProbeContext,
  entity: Entity,
  type: GraphQLObjectType,
  key: FieldSet,
  objects: readonly Record<string, unknown>[],
): Promise<Finding[]> {
  const { name } = entity;
  const coordinate = `${name} @key(fields: "${key.text}")`;
  const represent = (object: Record<string, unknown>): Representation => ({
    __typename: name,
    ...pickFields(object, key.fields),
  });
  const ask = (representations: readonly Representation[]) =>
    askEntities(context, `__typename ... on ${name} { ${key.text} }`, representations);
  const known = objects.map(represent);
  const unknown = unknownOf(type, key, known[0]);

  const [first, second = first] = known;
  if (first) {
    const broke = checkKnown(await ask([first]), name, first, coordinate);
    if (broke) return [broke];
  }
  const findings = unknown ? checkUnknown(await ask([unknown]), unknown, key, coordinate) : [];
  if (findings.some(({ severity }) => severity === 'error')) return findings;
  if (unknown && findings.length > 0) {
    const invented = await checkInvented(context, entity, type, unknown, coordinate);
    if (invented) return [invented];
  }
  if (!first || !second) return findings;
  // A subgraph that takes any key for an entity's gives one here too.
  const givesAny = findings.length > 0;
  const representations = givesAny || !unknown ? [first, second, first] : [first, unknown, second, first];
  const ordered = checkOrder(await ask(representations), representations, unknown, coordinate);
  return ordered ? [...findings, ordered] : findings;
}

function checkKnown(
  { reply, entities, errors }: EntitiesReply,
  name: string,
  representation: Representation,
  coordinate: string,
): Finding | undefined {
  const sent = shorten(JSON.stringify(representation));
  const [entity] = entities ?? [];
  if (!entities || (entity == null && errors.length > 0))
    return broken('ENTITY_FAILED', `_entities failed for ${sent}, which exists: ${describeReply(reply)}.`, {
      coordinate,
      advice: `Give ${name} a reference resolver that finds it by this key.`,
    });
  if (entity == null)
    return broken('ENTITY_NULL', `_entities gave null for ${sent}, which exists.`, {
      coordinate,
      advice: `Let the reference resolver of ${name} find it by this key; each key must do alone.`,
    });
  if (entity['__typename'] !== name)
    return broken('TYPENAME_WRONG', `__typename is ${JSON.stringify(entity['__typename'])} for ${sent}.`, {
      coordinate,
      advice: 'Answer __typename with the type of the entity, wherever it is selected.',
    });
  const [, ...fields] = Object.entries(representation);
  const wrong = fields.find(([field, value]) => !isEqual(entity[field], value));
  if (!wrong) return undefined;
  return broken('ENTITY_WRONG', `_entities gave ${shorten(JSON.stringify(entity))} for ${sent}.`, {
    coordinate,
    advice: 'Answer the key fields with the values by which the entity was asked for, in the same type and case.',
  });
}

function checkUnknown(
  { reply, entities, errors }: EntitiesReply,
  representation: Representation,
  key: FieldSet,
  coordinate: string,
): Finding[] {
  const sent = shorten(JSON.stringify(representation));
  if (!entities || errors.length > 0)
    return [
      broken('UNKNOWN_FAILED', `_entities failed for ${sent}, which nobody knows: ${describeReply(reply)}.`, {
        coordinate,
        advice: 'Answer null without an error: other subgraphs may know keys that this one does not.',
      }),
    ];
  const [entity] = entities;
  if (entity == null) return [];
  const isEcho = Object.entries(pickFields(entity, key.fields)).every(([field, value]) =>
    isEqual(representation[field], value),
  );
  return [
    isEcho
      ? told('UNKNOWN_ECHOED', `_entities gave an object for ${sent}, which nobody knows; no text of it is invented.`, {
          coordinate,
          advice: 'That is right where the fields are computed from the key, or are empty for keys that are not known.',
        })
      : broken('UNKNOWN_WRONG', `_entities gave ${shorten(JSON.stringify(entity))} for ${sent}, which nobody knows.`, {
          coordinate,
          advice: 'Answer null for a key that is not found, and never another entity.',
        }),
  ];
}

/** A subgraph that adds to an entity of others may take any key, but it must not make up texts for it. */
async function checkInvented(
  context: ProbeContext,
  entity: Entity,
  type: GraphQLObjectType,
  representation: Representation,
  coordinate: string,
): Promise<Finding | undefined> {
  const texts = writeTexts(context, type, entity, 0);
  if (texts === '') return undefined;
  const { entities, errors } = await askEntities(context, `... on ${type.name} { ${texts} }`, [representation]);
  const sent = new Set(Object.values(representation));
  const isInvented = hasText(entities?.[0], sent);
  // A key may be refused as one that cannot be.
  const failed = errors.find(
    ({ extensions }) => (extensions as { code?: unknown } | undefined)?.code !== 'BAD_USER_INPUT',
  );
  if (!isInvented && !failed) return undefined;
  const what = isInvented ? shorten(JSON.stringify(entities![0])) : `"${String(failed!['message'])}"`;
  return broken(
    'UNKNOWN_INVENTED',
    `_entities gave ${what} for ${shorten(JSON.stringify(representation))}, which nobody knows.`,
    {
      coordinate,
      advice: 'Answer null for a key that is not found.',
    },
  );
}

/** Selects the texts of an entity that the subgraph has by itself. */
function writeTexts(context: ProbeContext, type: GraphQLObjectType, entity: Entity | undefined, depth: number): string {
  const keys = new Set(entity?.keys.flatMap((key) => key.fields.map(({ name }) => name)));
  return Object.values(type.getFields())
    .flatMap((field) => {
      if (keys.has(field.name) || field.args.some(isRequiredArgument)) return [];
      if (entity?.external.has(field.name) || entity?.requiring.some(({ name }) => name === field.name)) return [];
      const fieldType = getNamedType(field.type);
      if (fieldType.name === 'String' || fieldType.name === 'ID') return [field.name];
      if (!isObjectType(fieldType) || depth > 0 || isListType(getNullableType(field.type))) return [];
      if (context.reading.entities.some(({ name }) => name === fieldType.name)) return [];
      const inner = writeTexts(context, fieldType, undefined, depth + 1);
      return inner === '' ? [] : [`${field.name} { ${inner} }`];
    })
    .join(' ');
}

function hasText(value: unknown, known: ReadonlySet<unknown>): boolean {
  if (typeof value === 'string') return !known.has(value);
  return typeof value === 'object' && value !== null && Object.values(value).some((inner) => hasText(inner, known));
}

function checkOrder(
  { reply, entities, errors }: EntitiesReply,
  representations: readonly Representation[],
  unknown: Representation | undefined,
  coordinate: string,
): Finding | undefined {
  const sent = `${representations.length} representations (${representations.map((one) => (one === unknown ? 'unknown' : 'known')).join(', ')}, the last one repeated)`;
  if (!entities || errors.length > 0)
    return broken('ENTITY_FAILED', `_entities failed for ${sent}: ${describeReply(reply)}.`, {
      coordinate,
      advice: 'Resolve each representation by itself: an unknown one between known ones is null, nothing else.',
    });
  if (entities.length !== representations.length)
    return broken('NUMBER_WRONG', `_entities gave ${entities.length} elements for ${sent}.`, {
      coordinate,
      advice:
        'Give one element for each representation: null for what is not found, the same entity again for a key that is repeated.',
    });
  const isRight = representations.every((representation, index) =>
    representation === unknown ? entities[index] == null : isEntityOf(entities[index], representation),
  );
  if (isRight) return undefined;
  return broken('ORDER_WRONG', `_entities gave the entities of ${sent} in another order.`, {
    coordinate,
    details: [`sent: ${shorten(JSON.stringify(representations))}`, `received: ${shorten(JSON.stringify(entities))}`],
    advice: 'Put what the database returns back into the order of the representations.',
  });
}

async function checkMany(
  context: ProbeContext,
  { name }: Entity,
  type: GraphQLObjectType,
  key: FieldSet,
  objects: readonly Record<string, unknown>[],
): Promise<Finding[]> {
  const coordinate = `${name} @key(fields: "${key.text}")`;
  const known = objects.map((object): Representation => ({ __typename: name, ...pickFields(object, key.fields) }));
  const representations = Array.from({ length: MANY }, (_, index) =>
    index % 2 === 0 ? known[(index / 2) % known.length]! : (unknownOf(type, key, known[0]) ?? known[0]!),
  );
  const { reply, entities } = await askEntities(context, `__typename ... on ${name} { ${key.text} }`, representations);
  const advice = `The gateway puts up to ${MANY} into one call: accept bodies of some 500 KB, and read all keys with one query.`;
  if (!entities)
    return [
      broken('MANY_FAILED', `_entities failed for ${MANY} representations: ${describeReply(reply)}.`, {
        coordinate,
        advice,
      }),
    ];
  const wrong = representations.findIndex((one, index) => index % 2 === 0 && !isEntityOf(entities[index], one));
  if (entities.length === MANY && wrong === -1) return [];
  const what = entities.length === MANY ? `the element ${wrong} is wrong` : `there are ${entities.length} elements`;
  return [
    broken('MANY_WRONG', `_entities gave a wrong list for ${MANY} representations: ${what}.`, { coordinate, advice }),
  ];
}

/** The gateway may ask for entities of several types in one call. */
async function checkMixedTypes(context: ProbeContext): Promise<Finding[]> {
  const representations = resolvableEntities(context.reading).flatMap(({ name, keys }) => {
    const key = keys.find(({ isResolvable }) => isResolvable)!;
    const object = context.known.get(name)?.find((candidate) => hasFields(candidate, key.fields));
    return object ? [{ __typename: name, ...pickFields(object, key.fields) } as Representation] : [];
  });
  if (representations.length < 2) return [];
  const alone = await Promise.all(representations.map((one) => askEntities(context, '__typename', [one])));
  const usable = representations.filter(
    (one, index) => alone[index]!.entities?.[0]?.['__typename'] === one['__typename'],
  );
  if (usable.length < 2) return [];
  const { reply, entities } = await askEntities(context, '__typename', usable);
  const given = entities?.map((entity) => entity?.['__typename']);
  if (
    isEqual(
      given,
      usable.map((one) => one['__typename']),
    )
  )
    return [];
  return [
    broken(
      'MIXED_TYPES',
      `_entities failed for representations of ${usable.length} types in one call: ${given ? `__typename is ${given.join(', ')}` : describeReply(reply)}.`,
      {
        advice: 'Choose the reference resolver for each representation by its __typename.',
      },
    ),
  ];
}

/** Makes a representation that nobody knows, of the form of known ones; undefined where every value may be known. */
function unknownOf(
  type: GraphQLObjectType,
  key: FieldSet,
  like: Representation | undefined,
): Representation | undefined {
  const fields = unknownFields(type, key.fields, like);
  return fields && { __typename: type.name, ...fields };
}

function unknownFields(
  type: GraphQLObjectType,
  fields: readonly FieldOfSet[],
  like: Readonly<Record<string, unknown>> | undefined,
): Record<string, unknown> | undefined {
  let isUnknown = false;
  const made: Record<string, unknown> = {};
  for (const { name, fields: inner } of fields) {
    const fieldType = getNamedType(type.getFields()[name]!.type);
    const known = like?.[name];
    let value: unknown = known;
    if (inner.length > 0 && isObjectType(fieldType) && !Array.isArray(known))
      value = unknownFields(fieldType, inner, known as Record<string, unknown> | undefined);
    else if (isScalarType(fieldType)) value = unknownScalar(fieldType.name, known);
    if (value === undefined) value = known;
    else isUnknown ||= value !== known;
    if (value === undefined) return undefined;
    made[name] = value;
  }
  return isUnknown ? made : undefined;
}

function unknownScalar(scalar: string, known: unknown): unknown {
  if (scalar === 'Int' || scalar === 'Float') return 2_147_000_000 + Math.floor(Math.random() * 400_000);
  if (typeof known === 'string') {
    if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(known)) return randomUUID();
    if (/^\d+$/.test(known)) return String(2_000_000_000 + Math.floor(Math.random() * 100_000_000));
  }
  return scalar === 'String' || scalar === 'ID' ? `nobody-knows-${randomUUID().slice(0, 8)}` : undefined;
}

function hasFields(object: Readonly<Record<string, unknown>>, fields: readonly FieldOfSet[]): boolean {
  return fields.every(({ name, fields: inner }) => {
    const value = object[name];
    if (value == null) return false;
    return inner.length === 0 || Array.isArray(value) || hasFields(value as Record<string, unknown>, inner);
  });
}

function isEntityOf(entity: Record<string, unknown> | null | undefined, representation: Representation): boolean {
  return entity != null && Object.entries(representation).every(([field, value]) => isEqual(entity[field], value));
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function exampleOf(name: string, { fields }: FieldSet): string {
  const [field, ...more] = fields;
  if (field && more.length === 0 && field.fields.length === 0) return `${name}.${field.name}=<value>`;
  return `'${name}=${JSON.stringify(Object.fromEntries(fields.map((one) => [one.name, templateOf(one)])))}'`;
}

function templateOf({ fields }: FieldOfSet): unknown {
  return fields.length === 0 ? '<value>' : Object.fromEntries(fields.map((one) => [one.name, templateOf(one)]));
}
