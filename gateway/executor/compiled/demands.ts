import {
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  print,
  type FieldNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { requestError } from '../../errors.js';

/** By `Type.field`: the fields with arguments that must be known for it, by their path from the type, each with its arguments. */
export type Demands = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * What the fields of a supergraph require with arguments, also through what they require.
 *
 * @param requiredBy the field sets of a field's `@requires`
 */
export function demandsOf(schema: GraphQLSchema, requiredBy: (field: string) => readonly string[]): Demands {
  const demands = new Map<string, Map<string, string>>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const name of Object.keys(type.getFields())) {
      const demanded = new Map<string, string>();
      demand(type.name, name, demanded, new Set());
      if (demanded.size > 0) demands.set(`${type.name}.${name}`, demanded);
    }
  }
  return demands;

  function demand(type: string, field: string, into: Map<string, string>, visited: Set<string>): void {
    if (visited.has(field)) return;
    visited.add(field);
    for (const selections of requiredBy(`${type}.${field}`)) {
      const [operation] = parse(`{ ${selections} }`, { noLocation: true }).definitions;
      if (operation?.kind === Kind.OPERATION_DEFINITION)
        note(operation.selectionSet, '', into, (required) => demand(type, required, into, visited));
    }
  }

  function note(
    { selections }: SelectionSetNode,
    path: string,
    into: Map<string, string>,
    further: (field: string) => void,
  ): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) continue; // A field set has none.
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        note(selection.selectionSet, path, into, further);
        continue;
      }
      const here = path === '' ? selection.name.value : `${path}.${selection.name.value}`;
      if (path === '') further(selection.name.value);
      if (selection.arguments && selection.arguments.length > 0) into.set(here, argumentsOf(selection));
      if (selection.selectionSet) note(selection.selectionSet, here, into, further);
    }
  }
}

function argumentsOf({ arguments: args = [] }: FieldNode): string {
  return args
    .map((argument) => print(argument))
    .sort()
    .join(', ');
}

/**
 * Refuses to ask one object for two fields that require a third with different arguments: a plan has one value for both.
 *
 * @throws RequestError naming the fields
 */
export function refuseContradiction(demands: Demands, type: string, fields: Iterable<string>): void {
  const first = new Map<string, { field: string; args: string }>();
  for (const field of new Set(fields)) {
    for (const [required, args] of demands.get(`${type}.${field}`) ?? []) {
      const known = first.get(required);
      if (!known) first.set(required, { field, args });
      else if (known.args !== args) {
        throw requestError('GRAPHQL_VALIDATION_FAILED', {
          en: `The fields "${known.field}" and "${field}" of "${type}" cannot be asked for together: they need "${required}" with different arguments (${known.args}; ${args}). Ask for them in two requests.`,
          th: `ไม่สามารถขอฟิลด์ "${known.field}" และ "${field}" ของ "${type}" พร้อมกันได้ เพราะต้องใช้ "${required}" ด้วยอาร์กิวเมนต์ต่างกัน (${known.args}; ${args}) โปรดแยกเป็นสองคำขอ`,
        });
      }
    }
  }
}
