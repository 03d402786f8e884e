import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isUnionType,
  parse,
  validate,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { generateValue, literalOf, type Samples } from './generate-value.js';
import type { Random } from './random.js';

/** A request that a client could send. */
export interface Operation {
  query: string;
  variables: Record<string, unknown>;
  /** Whether Apollo's executor is not asked: it lets aliases reach representations, and calls wrong values internal errors. */
  isBeyondStock?: boolean;
}

/** The response names of one selection set, so far. */
type ResponseNames = Map<string, 'alias' | 'field'>;

/** Settings with which a gateway executes whatever is generated. */
export const NO_LIMITS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['TOKENS', 'DEPTH', 'FIELDS', 'ALIASES', 'ROOT_FIELDS', 'DIRECTIVES', 'NODES'].map((name) => [
      `LIMIT_${name}`,
      '1000000',
    ]),
  ),
  LIMIT_LIST_SIZE: '1',
  LIMIT_REQUESTS: '0',
  LIMIT_COST: '0',
};

/** Names that mean something to JavaScript, to an executor, to planners or to the protocol of subgraphs. */
const RESERVED = [
  '__typename',
  'x__alias_0',
  'constructor',
  '__proto__',
  'toString',
  '__own',
  'id__own',
  'e0',
  '_entities',
  '_service',
  'representations',
];
const VARIABLE_NAMES = ['representations', 'representations0', 'e0', '_entities', 'constructor', 'toString', 'v'];
const OPERATION_NAMES = ['my_entities', '_entities', 'representations', 'constructor', 'Random__cities__0'];

/**
 * The names of all fields and arguments of schemas. Clients may take each of them as an alias, also those of fields that
 * they do not see.
 */
export function readFieldNames(...sdl: readonly string[]): readonly string[] {
  return [...new Set(sdl.flatMap((text) => text.match(/\b[A-Za-z]\w*(?=\s*[:(])/g) ?? []))];
}

/** A document that a client could send again and again. */
interface RandomDocument {
  query: string;
  /** Draws values of its variables anew. */
  assign(): Pick<Operation, 'variables' | 'isBeyondStock'>;
}

export interface Generating {
  /** What clients see. */
  schema: GraphQLSchema;
  random: Random;
  samples: Samples;
  kind?: 'query' | 'mutation';
  /** Fields, more or less. */
  maxFields?: number;
  maxDepth?: number;
  /** Fields that are left alone, such as `City.peers`. */
  leftOut?: readonly string[];
  /** Optional arguments that are hardly ever given. */
  seldom?: ReadonlySet<string>;
  /** Names that are taken as aliases, beside those of the fields of the same object and of {@link RESERVED}. */
  aliases?: readonly string[];
}

/** Makes a random operation that is valid. */
export function generateOperation(generating: Generating): Operation {
  return generateOperations(generating, 1)[0]!;
}

/**
 * Makes random operations of one document: planning costs far more than running, and is the same for all of them.
 *
 * @param most operations; as many as differ from each other, which is one for a document without variables
 */
export function generateOperations(generating: Generating, most: number): Operation[] {
  const { query, assign } = generateDocument(generating);
  const operations = new Map<string, Operation>();
  for (let attempt = 0; attempt < most; attempt += 1) {
    const assigned = assign();
    operations.set(JSON.stringify(assigned.variables), { query, ...assigned });
  }
  return [...operations.values()];
}

/** Makes a random document that is valid: what does not validate is thrown away and tried again. */
function generateDocument(generating: Generating): RandomDocument {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const document = attemptDocument(generating);
    if (validate(generating.schema, parse(document.query)).length === 0) return document;
  }
  throw new Error('None of 300 documents was valid: the generator does not fit the schema.');
}

function attemptDocument({
  schema,
  random,
  samples,
  kind = 'query',
  maxFields = 25,
  maxDepth = 6,
  leftOut = [],
  seldom = new Set(),
  aliases: knownNames = [],
}: Generating): RandomDocument {
  const declarations: string[] = [];
  /** By variable; undefined where it is not given. */
  const draws: Record<string, () => unknown> = {};
  const fragments: { name: string; type: GraphQLCompositeType; text: string }[] = [];
  let budget = maxFields;
  let aliases = 0;
  let isBeyondStock = false;
  /** Selection sets that are complete, by type: the same one at several response paths. */
  const written = new Map<string, string[]>();

  const root = kind === 'query' ? schema.getQueryType()! : schema.getMutationType()!;
  const body = selectionSet(root, 1);
  const declared = declarations.length > 0 ? `(${declarations.join(', ')})` : '';
  const name = random.chance(0.7) ? ` ${random.chance(0.2) ? random.pick(OPERATION_NAMES) : 'Random'}` : '';
  return {
    query: [
      `${kind}${declared && name === '' ? ' ' : name}${declared} ${body}`,
      ...fragments.map(({ text }) => text),
    ].join('\n'),
    assign: () => {
      const variables = Object.fromEntries(
        Object.entries(draws).flatMap(([variable, draw]) =>
          [[variable, draw()]].filter(([, value]) => value !== undefined),
        ),
      );
      return { variables, isBeyondStock: isBeyondStock || Object.values(variables).includes(null) };
    },
  };

  /** @param used the response names of the selections beside */
  function selectionSet(type: GraphQLCompositeType, depth: number, used: ResponseNames = new Map()): string {
    const before = written.get(type.name);
    if (before && depth > 1 && random.chance(0.2)) {
      const again = random.pick(before);
      budget -= again.split(' ').length / 4;
      return again;
    }
    const wanted = 1 + random.below(depth === 1 ? 3 : 5);
    const selections: string[] = [];
    while (selections.length < wanted && budget > 0) {
      const [last] = selections.slice(-1);
      // The root field before once more, under another response name.
      if (depth === 1 && last !== undefined && /^(\w+: )?[a-z]/.test(last) && random.chance(0.3))
        selections.push(last.replace(/^(\w+: )?/, `${alias(used, type)}: `));
      else if (depth === 1 && kind === 'query' && random.chance(0.02)) selections.push(introspection());
      else selections.push(selection(type, depth, used));
    }
    const text = `{ ${selections.length > 0 ? selections.join(' ') : '__typename'} }`;
    written.set(type.name, [...(before ?? []), text]);
    return text;
  }

  function introspection(): string {
    isBeyondStock = true;
    return random.pick([
      '__schema { queryType { name } __typename }',
      '__type(name: "Query") { kind __typename name }',
    ]);
  }

  function selection(type: GraphQLCompositeType, depth: number, used: ResponseNames): string {
    if (random.chance(isUnionType(type) ? 0.9 : isAbstractType(type) ? 0.4 : 0.12)) return fragment(type, depth, used);
    if (isUnionType(type) || random.chance(0.06)) {
      budget -= 1;
      const isAliased = random.chance(0.3) || used.get('__typename') === 'alias';
      if (!isAliased) used.set('__typename', 'field');
      return `${isAliased ? `${alias(used, type)}: ` : ''}__typename${directives()}`;
    }
    const fields = Object.values(type.getFields()).filter(({ name }) => !leftOut.includes(`${type.name}.${name}`));
    const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    const nested = fields.filter((field) => isCompositeType(getNamedType(field.type)));
    const deep = depth < maxDepth && nested.length > 0 && (leaves.length === 0 || random.chance(0.5));
    if (!deep && leaves.length === 0) return '__typename';
    return fieldOf(type, random.pick(deep ? nested : leaves), depth, used);
  }

  function fragment(type: GraphQLCompositeType, depth: number, used: ResponseNames): string {
    const condition = isAbstractType(type) && random.chance(0.85) ? random.pick(schema.getPossibleTypes(type)) : type;
    if (random.chance(0.3)) {
      const known = fragments.filter((other) => other.type === condition);
      if (known.length > 0 && random.chance(0.5)) return `...${random.pick(known).name}${directives()}`;
      const body = selectionSet(condition, depth);
      const name = `F${fragments.length}`;
      fragments.push({ name, type: condition, text: `fragment ${name} on ${condition.name} ${body}` });
      return `...${name}${directives()}`;
    }
    return `...${condition === type && random.chance(0.5) ? '' : ` on ${condition.name}`}${directives()} ${selectionSet(condition, depth, used)}`;
  }

  function fieldOf(
    parent: GraphQLCompositeType,
    field: GraphQLField<unknown, unknown>,
    depth: number,
    used: ResponseNames,
  ): string {
    budget -= 1;
    const named = getNamedType(field.type);
    const given = field.args.flatMap((argument) => argumentOf(parent, field, argument) ?? []);
    const aliased = random.chance(given.length > 0 ? 0.65 : 0.3) || used.get(field.name) === 'alias';
    const head = `${aliased ? `${alias(used, parent)}: ` : ''}${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${directives()}`;
    if (!aliased) used.set(field.name, 'field');
    return isCompositeType(named) ? `${head} ${selectionSet(named, depth + 1)}` : head;
  }

  function argumentOf(
    parent: GraphQLCompositeType,
    field: GraphQLField<unknown, unknown>,
    argument: GraphQLArgument,
  ): string | undefined {
    const { name, type } = argument;
    if (!isRequiredArgument(argument) && !random.chance(seldom.has(name) ? 0.02 : name === 'first' ? 0.9 : 0.3))
      return undefined;
    const draw = () =>
      generateValue(random, samples, type, {
        coordinate: `${parent.name}.${field.name}.${name}`,
        name,
        gives: getNamedType(field.type).name,
      });
    const value = draw();
    if (value === undefined) return undefined;
    if (!random.chance(0.7)) return `${name}: ${literal(type, value)}`;

    const variable = variableName();
    if (random.chance(0.3)) {
      const nullable = isNonNullType(type) ? type.ofType : type;
      const declared = random.chance(0.5) ? type : nullable;
      declarations.push(`$${variable}: ${String(declared)} = ${literalOf(type, value)}`);
      draws[variable] = () => (random.chance(0.5) ? (isNull(declared) ? null : draw()) : undefined);
    } else {
      declarations.push(`$${variable}: ${String(type)}`);
      draws[variable] = () => (isNull(type) ? (random.chance(0.5) ? undefined : null) : draw());
    }
    return `${name}: $${variable}`;
  }

  /** Whether a variable of this type is drawn to be null, which may be wrong for its argument. */
  function isNull(type: GraphQLInputType): boolean {
    return !isNonNullType(type) && random.chance(0.06);
  }

  /** A literal, with variables for some of the values in its lists and objects. */
  function literal(type: GraphQLInputType, value: unknown): string {
    if (isNonNullType(type)) return literal(type.ofType, value);
    if (isListType(type) && Array.isArray(value))
      return `[${value.map((element) => within(type.ofType, element)).join(', ')}]`;
    if (isInputObjectType(type) && value !== null)
      return `{ ${Object.entries(value as object)
        .map(([name, inner]) => `${name}: ${within(type.getFields()[name]!.type, inner)}`)
        .join(', ')} }`;
    return literalOf(type, value);
  }

  function within(type: GraphQLInputType, value: unknown): string {
    if (!random.chance(0.3)) return literal(type, value);
    const variable = variableName();
    const nullable = isNonNullType(type) ? type.ofType : type;
    const isDefaulted = random.chance(0.3);
    const declared = isDefaulted && random.chance(0.5) ? nullable : type;
    declarations.push(`$${variable}: ${String(declared)}${isDefaulted ? ` = ${literalOf(type, value)}` : ''}`);
    draws[variable] = () => (isDefaulted && random.chance(0.4) ? undefined : isNull(declared) ? null : value);
    return `$${variable}`;
  }

  function variableName(): string {
    const name = random.chance(0.15) ? random.pick(VARIABLE_NAMES) : '';
    return name === '' || declarations.some((declared) => declared.startsWith(`$${name}:`))
      ? `v${declarations.length}`
      : name;
  }

  function directives(): string {
    if (!random.chance(0.07)) return '';
    const skips = random.chance(0.5);
    const value = skips ? random.chance(0.3) : random.chance(0.7);
    return ` @${skips ? 'skip' : 'include'}(if: ${condition(value)})`;
  }

  function condition(value: boolean): string {
    if (random.chance(0.3)) return String(value);
    const variable = variableName();
    const defaulted = random.chance(0.3);
    const isNullable = defaulted && random.chance(0.5);
    declarations.push(`$${variable}: Boolean${isNullable ? '' : '!'}${defaulted ? ` = ${value}` : ''}`);
    // Each choice is a plan of its own, so that most assignments make the same.
    draws[variable] = () => {
      if (isNullable && random.chance(0.3)) return null;
      return defaulted && random.chance(0.6) ? undefined : value !== random.chance(0.1);
    };
    return `$${variable}`;
  }

  /** @param type whose field it is for: aliases that are names of its other fields are the likeliest to be mistaken */
  function alias(used: ResponseNames, type: GraphQLCompositeType): string {
    if (random.chance(0.5)) {
      const isOwn = !isUnionType(type) && random.chance(0.5);
      const name = random.pick(
        isOwn ? Object.keys(type.getFields()) : knownNames.length === 0 || random.chance(0.3) ? RESERVED : knownNames,
      );
      if (!used.has(name)) {
        isBeyondStock = true;
        used.set(name, 'alias');
        return name;
      }
    }
    return `a${(aliases += 1)}`;
  }
}
