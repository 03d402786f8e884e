import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  typeFromAST,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import type { OperationUsage } from './read-usage.js';

/*
 * What an operation uses of a schema, as coordinates: `City`, `City.name`, `City.events(first:)`, `EventFilter.from`,
 * `EventOrder.START_ASC`, `@skip`. A type stands for its values in results, and for the input objects that are sent.
 */

/** What an operation uses that gateways recorded. */
export function usesOfRecorded(schema: GraphQLSchema, operation: OperationUsage): Set<string> {
  const fields = operation.fields.flatMap((field) => [...inObjects(schema, field), ...returnedType(schema, field)]);
  const given = operation.arguments.flatMap((argument) => inObjects(schema, argument));
  const inputs = operation.inputs.flatMap((input) => [input, ...inputObject(schema, input)]);
  const directives = operation.arguments.flatMap((argument) => /^@\w+/.exec(argument)?.[0] ?? []);
  return new Set([...fields, ...given, ...directives, ...inputs, ...operation.conditions]);
}

/** What a document uses. */
export function usesOfDocument(schema: GraphQLSchema, document: DocumentNode): Set<string> {
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

/** The coordinate of a field or argument; of one that is selected of an interface, those of the types that implement it too. */
function inObjects(schema: GraphQLSchema, coordinate: string): string[] {
  const [owner = '', rest] = coordinate.split('.');
  const type = schema.getType(owner);
  if (!isInterfaceType(type)) return [coordinate];
  const { objects, interfaces } = schema.getImplementations(type);
  return [coordinate, ...[...objects, ...interfaces].map(({ name }) => `${name}.${rest}`)];
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
