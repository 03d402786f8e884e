import type { GraphQLFieldResolver } from 'graphql';
import { getMetadataStorage } from 'type-graphql';

type Metadata = ReturnType<typeof getMetadataStorage>;
type Handler = Metadata['queries'][number] | Metadata['fieldResolvers'][number];
type Parameter = NonNullable<Handler['params']>[number];
type Resolve = GraphQLFieldResolver<unknown, unknown>;
type Method = (...given: unknown[]) => unknown;

/**
 * Makes the resolvers of a subgraph's queries and fields from its type-graphql classes, without what type-graphql does at
 * each call and nothing here needs: it looks for an instance, sorts the parameters, copies the parent into its class,
 * makes the arguments' class anew for every parent, and a promise of each. Writes keep type-graphql's own.
 *
 * @param classes the resolver classes of the subgraph; its schema was built
 * @returns by type and field; those that are not here are left as they are
 */
export function directResolvers(classes: ReadonlySet<unknown>): Record<string, Record<string, Resolve>> {
  const metadata = getMetadataStorage();
  const resolvers: Record<string, Record<string, Resolve>> = {};
  const instances = new Map<unknown, Record<string, Method>>();
  const add = (type: string | undefined, handler: Handler) => {
    if (type === undefined || !classes.has(handler.target) || handler.middlewares?.length || handler.roles) return;
    let instance = instances.get(handler.target);
    if (!instance)
      instances.set(handler.target, (instance = new (handler.target as new () => Record<string, Method>)()));
    const resolve = directResolver(metadata, instance, handler);
    if (resolve) (resolvers[type] ??= {})[handler.schemaName] = resolve;
  };

  for (const query of metadata.queries) add('Query', query);
  for (const field of metadata.fieldResolvers)
    if (field.kind === 'external')
      add(metadata.objectTypes.find(({ target }) => target === field.getObjectType?.())?.name, field);
  return resolvers;
}

/** @returns undefined for a method with a parameter of another kind */
function directResolver(
  metadata: Metadata,
  instance: Record<string, Method>,
  { methodName, params = [] }: Handler,
): Resolve | undefined {
  const readers = [...params].sort((a, b) => a.index - b.index).map((parameter) => readerOf(metadata, parameter));
  if (!readers.every((reader) => reader !== undefined)) return undefined;
  const method = instance[methodName]!;
  const [first, second, third] = readers;
  switch (readers.length) {
    case 0:
      return () => method.call(instance);
    case 1:
      return (...given) => method.call(instance, first!(...given));
    case 2:
      return (...given) => method.call(instance, first!(...given), second!(...given));
    case 3:
      return (...given) => method.call(instance, first!(...given), second!(...given), third!(...given));
    default:
      return (...given) =>
        method.apply(
          instance,
          readers.map((read) => read(...given)),
        );
  }
}

function readerOf(metadata: Metadata, parameter: Parameter): Resolve | undefined {
  switch (parameter.kind) {
    case 'root': {
      const { propertyName } = parameter;
      return propertyName === undefined ? (root) => root : (root) => (root as Record<string, unknown>)[propertyName];
    }
    case 'context': {
      const { propertyName } = parameter;
      return propertyName === undefined
        ? (_root, _given, context) => context
        : (_root, _given, context) => (context as Record<string, unknown>)[propertyName];
    }
    case 'info':
      return (_root, _given, _context, info) => info;
    case 'arg': {
      const { name } = parameter;
      return (_root, given) => given[name];
    }
    case 'args':
      return argumentsReader(metadata, parameter.getType() as new () => Record<string, unknown>);
    default:
      return undefined;
  }
}

/** Arguments that are the same object, as they are for all parents of a field, are made into their class once. */
function argumentsReader(metadata: Metadata, type: new () => Record<string, unknown>): Resolve {
  const names = fieldNames(metadata, type);
  let last: unknown;
  let made: Record<string, unknown> = {};
  return (_root, given) => {
    if (given !== last) {
      made = new type();
      for (const name of names) if (given[name] !== undefined) made[name] = given[name];
      last = given;
    }
    return made;
  };
}

function fieldNames(metadata: Metadata, type: new () => unknown): string[] {
  const names: string[] = [];
  for (
    let each: unknown = type;
    typeof each === 'function' && each.prototype !== undefined;
    each = Object.getPrototypeOf(each)
  ) {
    for (const { target, fields = [] } of metadata.argumentTypes)
      if (target === each) names.push(...fields.map(({ name }) => name));
  }
  return names;
}
