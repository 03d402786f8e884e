import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isNonNullType,
  isRequiredArgument,
  isUnionType,
  parse,
  validate,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { generateValue, literalOf, type Samples } from './generate-value.js';
import type { Random } from './random.js';

/** A request that a client could send. */
export interface Operation {
  query: string;
  variables: Record<string, unknown>;
}

/** A document that a client could send again and again. */
interface RandomDocument {
  query: string;
  /** Draws values of its variables anew. */
  assign(): Record<string, unknown>;
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
    const variables = assign();
    operations.set(JSON.stringify(variables), { query, variables });
  }
  return [...operations.values()];
}

/** Makes a random document that is valid: what does not validate is thrown away and tried again. */
function generateDocument(generating: Generating): RandomDocument {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const document = attemptDocument(generating);
    if (validate(generating.schema, parse(document.query)).length === 0) return document;
  }
  throw new Error('None of 100 documents was valid: the generator does not fit the schema.');
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
}: Generating): RandomDocument {
  const declarations: string[] = [];
  /** By variable; undefined where it is not given. */
  const draws: Record<string, () => unknown> = {};
  const fragments: { name: string; type: GraphQLCompositeType; text: string }[] = [];
  let budget = maxFields;
  let aliases = 0;

  const root = kind === 'query' ? schema.getQueryType()! : schema.getMutationType()!;
  const body = selectionSet(root, 1);
  const declared = declarations.length > 0 ? `(${declarations.join(', ')})` : '';
  const name = random.chance(0.7) ? ' Random' : '';
  return {
    query: [
      `${kind}${declared && name === '' ? ' ' : name}${declared} ${body}`,
      ...fragments.map(({ text }) => text),
    ].join('\n'),
    assign: () =>
      Object.fromEntries(
        Object.entries(draws).flatMap(([variable, draw]) =>
          [[variable, draw()]].filter(([, value]) => value !== undefined),
        ),
      ),
  };

  function selectionSet(type: GraphQLCompositeType, depth: number): string {
    const wanted = 1 + random.below(depth === 1 ? 3 : 5);
    const selections: string[] = [];
    while (selections.length < wanted && budget > 0) selections.push(selection(type, depth));
    return `{ ${selections.length > 0 ? selections.join(' ') : '__typename'} }`;
  }

  function selection(type: GraphQLCompositeType, depth: number): string {
    if (isUnionType(type) ? random.chance(0.9) : random.chance(isAbstractType(type) ? 0.4 : 0.08))
      return fragment(type, depth);
    if (isUnionType(type) || random.chance(0.06)) {
      budget -= 1;
      return `${random.chance(0.3) ? `${alias()}: ` : ''}__typename${directives()}`;
    }
    const fields = Object.values(type.getFields()).filter(({ name }) => !leftOut.includes(`${type.name}.${name}`));
    const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    const nested = fields.filter((field) => isCompositeType(getNamedType(field.type)));
    const deep = depth < maxDepth && nested.length > 0 && (leaves.length === 0 || random.chance(0.5));
    if (!deep && leaves.length === 0) return '__typename';
    return written(type, random.pick(deep ? nested : leaves), depth);
  }

  function fragment(type: GraphQLCompositeType, depth: number): string {
    const condition = isAbstractType(type) && random.chance(0.85) ? random.pick(schema.getPossibleTypes(type)) : type;
    if (random.chance(0.3)) {
      const known = fragments.filter((other) => other.type === condition);
      if (known.length > 0 && random.chance(0.5)) return `...${random.pick(known).name}${directives()}`;
      const body = selectionSet(condition, depth);
      const name = `F${fragments.length}`;
      fragments.push({ name, type: condition, text: `fragment ${name} on ${condition.name} ${body}` });
      return `...${name}${directives()}`;
    }
    return `...${condition === type && random.chance(0.5) ? '' : ` on ${condition.name}`}${directives()} ${selectionSet(condition, depth)}`;
  }

  function written(parent: GraphQLCompositeType, field: GraphQLField<unknown, unknown>, depth: number): string {
    budget -= 1;
    const named = getNamedType(field.type);
    const given = field.args.flatMap((argument) => argumentOf(parent, field, argument) ?? []);
    const aliased = random.chance(given.length > 0 ? 0.6 : 0.12);
    const head = `${aliased ? `${alias()}: ` : ''}${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${directives()}`;
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
    if (!random.chance(0.7)) return `${name}: ${literalOf(type, value)}`;

    const variable = `v${declarations.length}`;
    if (random.chance(0.3)) {
      const nullable = isNonNullType(type) ? type.ofType : type;
      declarations.push(`$${variable}: ${String(random.chance(0.5) ? type : nullable)} = ${literalOf(type, value)}`);
      draws[variable] = () => (random.chance(0.5) ? draw() : undefined);
    } else {
      declarations.push(`$${variable}: ${String(type)}`);
      draws[variable] = draw;
    }
    return `${name}: $${variable}`;
  }

  function directives(): string {
    if (!random.chance(0.07)) return '';
    const skips = random.chance(0.5);
    const value = skips ? random.chance(0.3) : random.chance(0.7);
    return ` @${skips ? 'skip' : 'include'}(if: ${condition(value)})`;
  }

  function condition(value: boolean): string {
    if (random.chance(0.3)) return String(value);
    const variable = `v${declarations.length}`;
    const defaulted = random.chance(0.3);
    declarations.push(`$${variable}: Boolean${defaulted ? `! = ${value}` : '!'}`);
    // Each choice is a plan of its own, so that most assignments make the same.
    if (!defaulted) draws[variable] = () => value !== random.chance(0.1);
    return `$${variable}`;
  }

  function alias(): string {
    return `a${(aliases += 1)}`;
  }
}
