import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import type { Finding } from '../../report/report.js';
import { inventScalar } from '../../mocks/scalar-values.js';
import { pickFields, type Entity, type FieldOfSet, type RequiringField } from '../../sdl/read-subgraph-sdl.js';
import { broken, told } from '../findings.js';
import { askEntities, describeReply, resolvableEntities, shorten, type ProbeContext } from '../probe-context.js';

/** Numbers from which the required values are made: far apart, so that a threshold lies between two of them. */
const VARIANTS = [3, 40, 70_000, 9_000_000];
const MAX_DEPTH = 3;

/** Fields with `@requires` are computed from what the representation brings. */
export async function checkRequires(context: ProbeContext): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const entity of resolvableEntities(context.reading))
    for (const field of entity.requiring) findings.push(...(await checkField(context, entity, field)));
  return findings;
}

async function checkField(context: ProbeContext, entity: Entity, requiring: RequiringField): Promise<Finding[]> {
  const type = context.reading.schema.getType(entity.name) as GraphQLObjectType;
  const coordinate = `${entity.name}.${requiring.name}`;
  const field = type.getFields()[requiring.name]!;
  const key = entity.keys.find(({ isResolvable }) => isResolvable)!;
  const [object] = context.known.get(entity.name) ?? [];
  const untried = (why: string, advice: string) => [
    told(
      'NOT_TRIED',
      `${coordinate} requires "${requiring.required.text}" of other subgraphs, and was not tried: ${why}.`,
      {
        coordinate,
        advice,
      },
    ),
  ];
  if (!object)
    return untried(
      `no ${entity.name} is known`,
      `Name one that exists: --example ${entity.name}.${key.fields[0]!.name}=<value>`,
    );
  if (field.args.some(isRequiredArgument)) return untried('it needs arguments', 'Try it through the gateway.');

  const selection = `... on ${entity.name} { ${writeLeaves(requiring.name, field.type, context, 0)} }`;
  const known = { __typename: entity.name, ...pickFields(object, key.fields) };
  const outcomes: string[] = [];
  for (const [variant, number] of VARIANTS.entries()) {
    const inputs = inventFields(type, requiring.required.fields, number, variant, context);
    const { entities, errors, reply } = await askEntities(context, selection, [{ ...known, ...inputs }]);
    if (!entities || errors.length > 0)
      return [
        broken(
          'REQUIRES_FAILED',
          `${coordinate} failed although the representation had all that it requires: ${describeReply(reply)}.`,
          {
            coordinate,
            details: [`sent: ${shorten(JSON.stringify({ ...known, ...inputs }), 300)}`],
            advice:
              'Compute the field from the fields of the representation: the reference resolver must hand them on.',
          },
        ),
      ];
    outcomes.push(JSON.stringify(entities[0]?.[requiring.name]));
  }
  if (new Set(outcomes).size > 1) return [];
  const value = shorten(outcomes[0] ?? 'undefined');
  if (isLeafType(getNamedType(field.type)) && canTell(context, type, requiring))
    return [
      broken('REQUIRES_IGNORED', `${coordinate} is ${value} whatever "${requiring.required.text}" is.`, {
        coordinate,
        advice: 'Compute the field from the fields of the representation: the reference resolver must hand them on.',
      }),
    ];
  return [
    told(
      'REQUIRES_UNSEEN',
      `${coordinate} takes "${requiring.required.text}", and was ${value} with invented values each time.`,
      {
        coordinate,
        advice: `Whether it uses them could not be seen. Name values that make a difference: --example ${type.name}.${requiring.required.fields[0]!.name}=<value>,<value>`,
      },
    ),
  ];
}

/** Any number makes a difference somewhere; an invented text or object may be none that the subgraph knows. */
function canTell({ examples }: ProbeContext, type: GraphQLObjectType, { required }: RequiringField): boolean {
  return required.fields.some(({ name, fields }) => {
    const scalar = getNamedType(type.getFields()[name]!.type).name;
    return fields.length === 0 && (examples.values.has(`${type.name}.${name}`) || ['Int', 'Float'].includes(scalar));
  });
}

function inventFields(
  type: GraphQLObjectType,
  fields: readonly FieldOfSet[],
  number: number,
  variant: number,
  context: ProbeContext,
): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ name, fields: inner }) => {
      const given = context.examples.values.get(`${type.name}.${name}`);
      if (given) return [name, given[variant % given.length]];
      return [name, inventValue(type.getFields()[name]!.type, inner, number, variant, context)];
    }),
  );
}

function inventValue(
  wrapped: GraphQLOutputType,
  inner: readonly FieldOfSet[],
  number: number,
  variant: number,
  context: ProbeContext,
): unknown {
  const type = getNullableType(wrapped);
  if (isListType(type))
    return Array.from({ length: 1 + (variant % 2) }, (_, index) =>
      inventValue(type.ofType as GraphQLOutputType, inner, number + index, variant, context),
    );
  if (isAbstractType(type)) {
    const possible = context.reading.schema.getPossibleTypes(type)[0]!;
    return { __typename: possible.name, ...inventFields(possible, inner, number, variant, context) };
  }
  if (isObjectType(type)) return { __typename: type.name, ...inventFields(type, inner, number, variant, context) };
  if (isEnumType(type)) return type.getValues()[variant % type.getValues().length]!.value;
  return inventScalar(type.name, number);
}

/** Selects the leaves of a field, as far as they need no arguments. */
function writeLeaves(name: string, wrapped: GraphQLOutputType, context: ProbeContext, depth: number): string {
  const type = getNamedType(wrapped);
  if (isLeafType(type)) return name;
  if (isAbstractType(type) || depth >= MAX_DEPTH) return `${name} { __typename }`;
  const entity = context.reading.entities.find((candidate) => candidate.name === type.name);
  const leaves = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some(isRequiredArgument) || entity?.external.has(field.name)) return [];
    if (entity?.requiring.some((requiring) => requiring.name === field.name)) return [];
    if (isLeafType(getNamedType(field.type))) return [field.name];
    // Objects that belong to another entity are not followed.
    return entity || isNonNullType(field.type) === false
      ? []
      : [writeLeaves(field.name, field.type, context, depth + 1)];
  });
  return `${name} { __typename ${leaves.join(' ')} }`;
}
