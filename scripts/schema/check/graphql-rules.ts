import { Kind, visit, type ASTNode, type ConstDirectiveNode } from 'graphql';
import type { Place } from '../report/report.js';
import { placeOfNode, placesOfCoordinate, type CheckedSubgraph } from './checked-subgraph.js';

/** What composition says of SDL that breaks a rule of GraphQL, and what to do; the groups of the message go into the advice. */
const ADVICE: readonly (readonly [message: RegExp, advice: (...groups: string[]) => string])[] = [
  [/^Field (\S+) already exists on (\S+)/, () => 'Write the field once: remove the other one.'],
  [/^There can be only one/, () => 'Make one definition of the two, or write `extend type` for the second.'],
  [
    /^Interface field argument (\w+)\.\w+\((\w+):\) expected but (\S+) does not/,
    (type, name, field) =>
      `Give ${field} the argument "${name}", as ${type} has it, or remove \`implements ${type}\` from its type.`,
  ],
  [
    /^Interface field (\w+)\.(\w+) expected but (\w+) does not/,
    (type, field, name) => `Give ${name} the field "${field}", or remove \`implements ${type}\`.`,
  ],
  [
    /^Interface field (?:argument )?(\S+) expects type (\S+) but/,
    (field, type) => `Give it the type ${type}, as ${field} has it.`,
  ],
  [/must not begin with "__"/, () => 'Choose a name that does not begin with two underscores.'],
  [
    /^Invalid value for "(@\w+)\((\w+):\)" of type "([^"]+)"/,
    (directive, name, type) => `Write a value of the type ${type}: ${directive}(${name}: ${exampleOf(type)})`,
  ],
  [/^Invalid default value .* of type (\S+?)\.?$/, (type) => `Write a default value of the type ${type}, or none.`],
  [
    /must be Input Type but got "(\w+)"/,
    (type) =>
      `Take a scalar, an enum or an input type: define \`input ${type}Input\` with the fields that clients give.`,
  ],
  [
    /must be Output Type but got "(\w+)"/,
    (type) => `Return an object type: ${type} is an input type, which only arguments can have.`,
  ],
  [
    /^Cannot reference Input Object "(\w+)" within itself/,
    (type) => `Let one of these fields be null: remove its \`!\`, or nobody could write a value of ${type}.`,
  ],
  [
    /^Directive "(@\w+)" argument "(\w+)" of type "([^"]+)" is required/,
    (directive, name, type) => `Give the argument: ${directive}(${name}: ${exampleOf(type)})`,
  ],
  [/^Unknown argument "(\w+)" on directive "(@\w+)"/, (name) => `Remove the argument "${name}", or correct its name.`],
  [/^Directive "(@\w+)" may not be used on (\w+)/, (directive) => `Remove ${directive} there.`],
  [/^The directive "(@\w+)" can only be used once/, (directive) => `Write ${directive} once there.`],
  [/must define one or more/, () => 'Give it a field or a value, or remove it.'],
  [/can only implement "(\w+)" once/, (type) => `Name ${type} once after \`implements\`.`],
  [
    /^Cannot implement non-interface type (\w+)/,
    (type) => `Define \`interface ${type}\`, or remove \`implements ${type}\`.`,
  ],
  [/^Cannot add non-object type (\w+)/, (type) => `Remove ${type} from the union: its members are object types.`],
  [/cannot be deprecated/, () => 'Remove @deprecated, or let it be left out: give it a default or a type without `!`.'],
];

/** What to do about a message of composition on a broken rule of GraphQL; undefined for one that is not known. */
export function adviceOnGraphql(message: string): string | undefined {
  for (const [pattern, advice] of ADVICE) {
    const match = pattern.exec(message);
    if (match) return advice(...match.slice(1));
  }
  return undefined;
}

/** The places of such messages that composition gives no place of: fields that are written twice, and wrong directives. */
export function placesOfGraphql(message: string, subgraphs: readonly CheckedSubgraph[]): Place[] {
  const [, field, type] = /^Field (\S+) already exists on (\S+)/.exec(message) ?? [];
  if (type !== undefined) return subgraphs.flatMap((subgraph) => placesOfCoordinate(subgraph, `${type}.${field}`));
  const [, lacking, required] = /^Directive "@(\w+)" argument "(\w+)" of type "[^"]+" is required/.exec(message) ?? [];
  if (lacking !== undefined) return placesOfDirective(subgraphs, lacking, (node) => !hasArgument(node, required!));
  const [, unknown, having] = /^Unknown argument "(\w+)" on directive "@(\w+)"/.exec(message) ?? [];
  if (having !== undefined) return placesOfDirective(subgraphs, having, (node) => hasArgument(node, unknown!));
  const [, misplaced, location] = /^Directive "@(\w+)" may not be used on (\w+)/.exec(message) ?? [];
  if (misplaced !== undefined) return placesOfDirective(subgraphs, misplaced, (_, parent) => isAt(parent, location!));
  return [];
}

function placesOfDirective(
  subgraphs: readonly CheckedSubgraph[],
  name: string,
  isWrong: (node: ConstDirectiveNode, parent: ASTNode) => boolean,
): Place[] {
  return subgraphs.flatMap(({ document }) => {
    const places: Place[] = [];
    visit(document, {
      Directive(node, _key, _parent, _path, ancestors) {
        const parent = ancestors.findLast((each): each is ASTNode => 'kind' in each);
        if (node.name.value !== name || !parent || !isWrong(node as ConstDirectiveNode, parent)) return;
        places.push(...[placeOfNode(node, subgraphs)].filter((place) => place !== undefined));
      },
    });
    return places;
  });
}

function hasArgument({ arguments: given = [] }: ConstDirectiveNode, name: string): boolean {
  return given.some((argument) => argument.name.value === name);
}

/** Whether a node is at a location of directives such as `ENUM_VALUE`: https://spec.graphql.org/October2021/#TypeSystemDirectiveLocation */
function isAt({ kind }: ASTNode, location: string): boolean {
  if (kind === Kind.INPUT_VALUE_DEFINITION) return /^(ARGUMENT|INPUT_FIELD)_DEFINITION$/.test(location);
  const plain = (text: string) => text.toLowerCase().replaceAll('_', '');
  return plain(kind).replace(/(type)?(definition|extension)$/, '') === plain(location).replace(/definition$/, '');
}

function exampleOf(type: string): string {
  if (/FieldSet/.test(type)) return '"id"';
  if (/^\[/.test(type)) return '[…]';
  return /^(Int|Float)/.test(type) ? '1' : /^Boolean/.test(type) ? 'true' : '"…"';
}
