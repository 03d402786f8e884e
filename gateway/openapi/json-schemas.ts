import {
  getNullableType,
  GraphQLNonNull,
  GraphQLString,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  isUnionType,
  Kind,
  typeFromAST,
  valueFromASTUntyped,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import { splitLanguages } from '../schema-docs/split-languages.js';

/** https://json-schema.org/draft/2020-12 */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A field of a result, with the selections of all nodes that have its response name. */
interface SelectedField {
  readonly type: GraphQLOutputType;
  readonly description: string | null | undefined;
  readonly selections: SelectionSetNode[];
  /** False for a field that is not in every result. */
  isAlways: boolean;
}

/** Directives by which a field is not in every result. */
const CONDITIONS = new Set(['skip', 'include', 'defer']);

/** Writes types of a schema as JSON Schema. Enums and input objects are definitions, to which the others refer. */
export class JsonSchemas {
  /** By the name of the type; those that were needed so far. */
  readonly definitions: Record<string, JsonSchema> = {};

  /**
   * @param location of the definitions, such as `#/$defs/`
   * @param language of the descriptions; the other one where there is none
   */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly location: string,
    private readonly language: 'en' | 'th',
  ) {}

  /**
   * Of a variable: without null, for which a variable is left out; with its default.
   *
   * @returns undefined for a type that the schema does not have
   */
  ofVariable({ type: typeNode, defaultValue }: VariableDefinitionNode): JsonSchema | undefined {
    const type = typeFromAST(this.schema, typeNode);
    if (!isInputType(type)) return undefined;
    const schema = this.#ofInput(type);
    return defaultValue ? { ...schema, default: valueFromASTUntyped(defaultValue) } : schema;
  }

  /** Of the result of a selection set. */
  ofSelections(
    type: GraphQLCompositeType,
    selections: readonly SelectionSetNode[],
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ): JsonSchema {
    const fields = new Map<string, SelectedField>();
    for (const each of selections) this.#collect(type, each, fragments, true, fields);
    const properties: Record<string, JsonSchema> = {};
    for (const [name, field] of fields)
      properties[name] = this.#described(this.#ofOutput(field.type, field.selections, fragments), field.description);
    const required = [...fields].flatMap(([name, { isAlways }]) => (isAlways ? [name] : []));
    return { type: 'object', properties, ...(required.length > 0 && { required }) };
  }

  #ofInput(type: GraphQLInputType): JsonSchema {
    const nullable = getNullableType(type);
    if (isListType(nullable)) return { type: 'array', items: this.#ofInput(nullable.ofType) };
    if (isEnumType(nullable)) return this.#refer(nullable.name, () => this.#ofEnum(nullable));
    if (isInputObjectType(nullable)) return this.#refer(nullable.name, () => this.#ofInputObject(nullable));
    // A scalar of the schema has a text; what stands in it says its description.
    return SCALARS[nullable.name] ?? this.#described({ type: 'string' }, nullable.description);
  }

  #ofOutput(
    type: GraphQLOutputType,
    selections: readonly SelectionSetNode[],
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ): JsonSchema {
    const nullable = getNullableType(type);
    let schema: JsonSchema;
    if (isListType(nullable)) schema = { type: 'array', items: this.#ofOutput(nullable.ofType, selections, fragments) };
    else if (isCompositeType(nullable)) schema = this.ofSelections(nullable, selections, fragments);
    else if (isEnumType(nullable)) schema = this.#refer(nullable.name, () => this.#ofEnum(nullable));
    // What JSON a scalar of the schema gives is not said in it.
    else schema = SCALARS[nullable.name] ?? {};
    return isNonNullType(type) ? schema : orNull(schema);
  }

  /** Adds the fields of a selection set to those that are there. */
  #collect(
    type: GraphQLCompositeType,
    { selections }: SelectionSetNode,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    isAlways: boolean,
    fields: Map<string, SelectedField>,
  ): void {
    for (const selection of selections) {
      const isInAll = isAlways && !selection.directives?.some(({ name }) => CONDITIONS.has(name.value));
      if (selection.kind === Kind.FIELD) {
        this.#collectField(type, selection, isInAll, fields);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      const condition = fragment?.typeCondition?.name.value ?? type.name;
      const inner = this.schema.getType(condition);
      if (fragment && isCompositeType(inner))
        this.#collect(inner, fragment.selectionSet, fragments, isInAll && this.#isAlways(type, inner), fields);
    }
  }

  #collectField(type: GraphQLCompositeType, node: FieldNode, isAlways: boolean, fields: Map<string, SelectedField>) {
    const name = (node.alias ?? node.name).value;
    const field = isUnionType(type) ? undefined : type.getFields()[node.name.value];
    const description = field?.description;
    // All types have one field that no type defines, `__typename`.
    const fieldType = field?.type ?? new GraphQLNonNull(GraphQLString);
    const known: SelectedField = fields.get(name) ?? { type: fieldType, description, selections: [], isAlways };
    known.isAlways ||= isAlways;
    if (node.selectionSet) known.selections.push(node.selectionSet);
    fields.set(name, known);
  }

  /** Whether each object of a type is one of the type of a fragment in it. */
  #isAlways(type: GraphQLCompositeType, condition: GraphQLCompositeType): boolean {
    return type === condition || (isAbstractType(condition) && this.schema.isSubType(condition, type as never));
  }

  #ofEnum(type: GraphQLEnumType): JsonSchema {
    return this.#described({ type: 'string', enum: type.getValues().map(({ name }) => name) }, type.description);
  }

  #ofInputObject(type: GraphQLInputObjectType): JsonSchema {
    const fields = Object.values(type.getFields());
    const required = fields.filter(isRequiredInputField).map(({ name }) => name);
    return this.#described(
      {
        type: 'object',
        properties: Object.fromEntries(
          fields.map((field) => [field.name, this.#described(this.#ofInput(field.type), field.description)]),
        ),
        ...(required.length > 0 && { required }),
        ...(type.isOneOf && { minProperties: 1, maxProperties: 1 }),
        additionalProperties: false,
      },
      type.description,
    );
  }

  /** Once for each type, which may refer to itself. */
  #refer(name: string, define: () => JsonSchema): JsonSchema {
    if (!Object.hasOwn(this.definitions, name)) {
      this.definitions[name] = {};
      this.definitions[name] = define();
    }
    return { $ref: `${this.location}${name}` };
  }

  #described(schema: JsonSchema, description: string | null | undefined): JsonSchema {
    const { en, th } = splitLanguages(description);
    const text = this.language === 'th' ? (th ?? en) : (en ?? th);
    return text === null ? schema : { ...schema, description: text };
  }
}

/** https://spec.graphql.org/October2021/#sec-Scalars.Built-in-Scalars */
const SCALARS: Readonly<Record<string, JsonSchema>> = {
  Int: { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  Float: { type: 'number' },
  String: { type: 'string' },
  ID: { type: 'string' },
  Boolean: { type: 'boolean' },
};

function orNull(schema: JsonSchema): JsonSchema {
  const { type } = schema;
  if (Object.keys(schema).length === 0) return schema;
  return typeof type === 'string' ? { ...schema, type: [type, 'null'] } : { anyOf: [schema, { type: 'null' }] };
}
