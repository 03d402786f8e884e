import {
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { parseFieldSet, readArgument } from '../../graphql-document/directive-arguments.js';

/** What the `@join__` directives of a supergraph say of entities: https://specs.apollo.dev/join/v0.4. */
export interface SupergraphJoins {
  /** The resolvable keys of a type in a subgraph, by `service Type`. */
  readonly keys: ReadonlyMap<string, readonly SelectionSetNode[]>;
  /** What a representation must hold so that a subgraph can give a field, by `service Type.field`. */
  readonly requirements: ReadonlyMap<string, SelectionSetNode>;
  /** The object types that a value of a type can have in a subgraph: all of the supergraph for an interface object. */
  typesIn(service: string, type: string): ReadonlySet<string>;
  /** The subgraph knows this interface as one object type. */
  isInterfaceObject(service: string, name: string): boolean;
  /** Some subgraph knows an interface as one object type. */
  readonly hasInterfaceObjects: boolean;
}

/**
 * @param schema the supergraph's
 * @throws Error when a field takes an argument from a `@context`: no plan of ours can pass it, and fields would be wrong
 */
export function readJoins(schema: GraphQLSchema): SupergraphJoins {
  const services = readServices(schema);
  const keys = new Map<string, SelectionSetNode[]>();
  const requirements = new Map<string, SelectionSetNode>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const directive of type.astNode?.directives ?? []) {
      const key = directive.name.value === 'join__type' ? readArgument(directive, 'key') : undefined;
      if (typeof key !== 'string' || readArgument(directive, 'resolvable') === false) continue;
      const coordinate = `${services.get(readArgument(directive, 'graph'))} ${type.name}`;
      keys.set(coordinate, [...(keys.get(coordinate) ?? []), parseFieldSet(key)]);
    }
    for (const { name, astNode } of Object.values(type.getFields())) {
      for (const directive of astNode?.directives ?? []) {
        if (directive.arguments?.some((argument) => argument.name.value === 'contextArguments'))
          throw new Error(
            `It uses @fromContext, for ${type.name}.${name}, which this gateway does not support: compose it without, or set EXECUTOR=stock.`,
          );
        const required = directive.name.value === 'join__field' ? readArgument(directive, 'requires') : undefined;
        if (typeof required === 'string')
          requirements.set(
            `${services.get(readArgument(directive, 'graph'))} ${type.name}.${name}`,
            parseFieldSet(required),
          );
      }
    }
  }
  return { keys, requirements, ...readTypes(schema, services) };
}

function readTypes(
  schema: GraphQLSchema,
  services: ReadonlyMap<unknown, unknown>,
): Pick<SupergraphJoins, 'typesIn' | 'isInterfaceObject' | 'hasInterfaceObjects'> {
  const members = new Map<string, Set<string>>();
  const interfaceObjects = new Set<string>();
  const add = (service: unknown, abstract: unknown, type: unknown) => {
    const coordinate = `${String(service)} ${String(abstract)}`;
    members.set(coordinate, (members.get(coordinate) ?? new Set()).add(String(type)));
  };
  for (const type of Object.values(schema.getTypeMap())) {
    for (const directive of type.astNode?.directives ?? []) {
      const service = services.get(readArgument(directive, 'graph'));
      const { value: name } = directive.name;
      if (name === 'join__implements' && isObjectType(type))
        add(service, readArgument(directive, 'interface'), type.name);
      if (name === 'join__unionMember') add(service, type.name, readArgument(directive, 'member'));
      if (name === 'join__type' && readArgument(directive, 'isInterfaceObject') === true)
        interfaceObjects.add(`${String(service)} ${type.name}`);
    }
  }
  const isInterfaceObject: SupergraphJoins['isInterfaceObject'] = (service, name) =>
    interfaceObjects.has(`${service} ${name}`);
  const typesIn: SupergraphJoins['typesIn'] = (service, name) => {
    const type = schema.getType(name);
    if (!isAbstractType(type)) return new Set([name]);
    return isInterfaceObject(service, name)
      ? new Set(schema.getPossibleTypes(type).map((possible) => possible.name))
      : (members.get(`${service} ${name}`) ?? new Set());
  };
  return { typesIn, isInterfaceObject, hasInterfaceObjects: interfaceObjects.size > 0 };
}

/** The names of subgraphs, by their values in `join__Graph`. */
export function readServices(schema: GraphQLSchema): ReadonlyMap<unknown, unknown> {
  const graphs = schema.getType('join__Graph')?.astNode;
  const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
  return new Map(
    values.map(({ name, directives = [] }) => [
      name.value,
      directives.filter((each) => each.name.value === 'join__graph').map((each) => readArgument(each, 'name'))[0],
    ]),
  );
}
