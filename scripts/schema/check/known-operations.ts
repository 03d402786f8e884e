import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  typeFromAST,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import type { ClientUsage, UsageRecord } from '../usage/read-usage.js';

/** A document that clients are known to use: of the registry's operations. */
export interface OperationDocument {
  name: string;
  file?: string;
  text: string;
}

/** An operation that a change could hurt. */
export interface KnownOperation {
  name: string;
  /** Where its document is; undefined for one that gateways recorded. */
  file: string | undefined;
  /** Undefined for a text that is not GraphQL, or that gateways have shortened. */
  document: DocumentNode | undefined;
  /** Who sends it, as far as gateways recorded it. */
  clients: readonly ClientUsage[];
  /**
   * What it uses: `City`, `City.name`, `City.events(first:)`, `EventFilter.from`, `EventOrder.START_ASC`, `@skip`. A type
   * stands for its values in results, and for the input objects that are sent.
   */
  uses: ReadonlySet<string>;
}

/** Joins the documents of the registry with what gateways recorded. The same name is the same operation. */
export function readKnownOperations(
  schema: GraphQLSchema,
  documents: readonly OperationDocument[],
  usage: UsageRecord,
): KnownOperation[] {
  const recorded = usage.operations.map((operation): KnownOperation => {
    const fields = operation.fields.flatMap((field) => [...inObjects(schema, field), ...returnedType(schema, field)]);
    const given = operation.arguments.flatMap((argument) => inObjects(schema, argument));
    const inputs = operation.inputs.flatMap((input) => [input, ...inputObject(schema, input)]);
    const directives = operation.arguments.flatMap((argument) => /^@\w+/.exec(argument)?.[0] ?? []);
    return {
      name: operation.name ?? `(anonymous) ${operation.hash.slice(0, 12)}`,
      file: undefined,
      document: undefined,
      clients: operation.clients,
      uses: new Set([...fields, ...given, ...directives, ...inputs, ...operation.conditions]),
    };
  });
  const names = new Set(documents.map(({ name }) => name));
  const clientsOf = (name: string) => recorded.filter((one) => one.name === name).flatMap(({ clients }) => clients);
  return [
    ...documents.map(({ name, file, text }): KnownOperation => {
      const document = parsed(text);
      const sent = recorded.filter((one) => one.name === name).flatMap(({ uses }) => [...uses]);
      return {
        name,
        file,
        document,
        clients: clientsOf(name),
        uses: new Set([...(document ? usesOf(schema, document) : []), ...sent]),
      };
    }),
    ...recorded.filter(({ name }) => !names.has(name)),
  ];
}

/** The coordinates that a document uses. */
export function usesOf(schema: GraphQLSchema, document: DocumentNode): Set<string> {
  const uses = new Set<string>();
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field() {
        const [parent, field] = [info.getParentType(), info.getFieldDef()];
        if (!parent || !field) return;
        for (const use of inObjects(schema, `${parent.name}.${field.name}`)) uses.add(use);
        uses.add(getNamedType(field.type).name);
      },
      Argument() {
        const [parent, field, argument] = [info.getParentType(), info.getFieldDef(), info.getArgument()];
        if (!parent || !field || !argument || info.getDirective()) return;
        for (const use of inObjects(schema, `${parent.name}.${field.name}(${argument.name}:)`)) uses.add(use);
      },
      Directive({ name }) {
        uses.add(`@${name.value}`);
      },
      ObjectField({ name }) {
        const parent = info.getParentInputType();
        if (parent && isInputObjectType(getNamedType(parent))) uses.add(`${getNamedType(parent).name}.${name.value}`);
      },
      ObjectValue() {
        const type = info.getInputType();
        if (type) uses.add(getNamedType(type).name);
      },
      EnumValue({ value }) {
        const type = info.getInputType();
        if (type && isEnumType(getNamedType(type))) uses.add(`${getNamedType(type).name}.${value}`);
      },
      InlineFragment({ typeCondition }) {
        if (typeCondition) uses.add(typeCondition.name.value);
      },
      FragmentDefinition({ typeCondition }) {
        uses.add(typeCondition.name.value);
      },
      VariableDefinition({ type }) {
        const given = typeFromAST(schema, type as never) as GraphQLInputType | undefined;
        if (given) addInput(given, uses);
      },
    }),
  );
  return uses;
}

/** A variable may hold all that its type allows. */
function addInput(given: GraphQLInputType, uses: Set<string>): void {
  const type = getNamedType(given);
  if (isEnumType(type)) for (const { name } of type.getValues()) uses.add(`${type.name}.${name}`);
  if (!isInputObjectType(type) || uses.has(type.name)) return;
  uses.add(type.name);
  for (const field of Object.values(type.getFields())) {
    uses.add(`${type.name}.${field.name}`);
    addInput(field.type, uses);
  }
}

/** The coordinate of a field or argument; of one that is selected of an interface, those of its object types too. */
function inObjects(schema: GraphQLSchema, coordinate: string): string[] {
  const [owner = '', rest] = coordinate.split('.');
  const type = schema.getType(owner);
  const names = isInterfaceType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [];
  return [coordinate, ...names.map((name) => `${name}.${rest}`)];
}

function returnedType(schema: GraphQLSchema, coordinate: string): string[] {
  const [type, field] = coordinate.split('.');
  const parent = schema.getType(type ?? '');
  const found = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field ?? ''] : undefined;
  return found ? [getNamedType(found.type).name] : [];
}

function inputObject(schema: GraphQLSchema, coordinate: string): string[] {
  const [type = ''] = coordinate.split('.');
  return isInputObjectType(schema.getType(type)) ? [type] : [];
}

function parsed(text: string): DocumentNode | undefined {
  try {
    const document = parse(text);
    return document.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION) ? document : undefined;
  } catch {
    return undefined;
  }
}
