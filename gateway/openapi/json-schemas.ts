import {
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  typeFromAST,
  valueFromASTUntyped,
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
import { selectedFields, selectionSetsOf } from '../graphql-document/selected-fields.js';
import { splitLanguages } from '../schema-docs/split-languages.js';

/** https://json-schema.org/draft/2020-12 */
export type JsonSchema = Readonly<Record<string, unknown>>;

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
    const fields = selectedFields(this.schema, type, selections, fragments);
    const properties: Record<string, JsonSchema> = {};
    for (const [name, { type: fieldType, nodes, description }] of fields) {
      const schema = this.#ofOutput(fieldType, selectionSetsOf(nodes), fragments);
      properties[name] = this.#described(schema, description);
    }
    const required = [...fields].flatMap(([name, { isAlways }]) => (isAlways ? [name] : []));
    return { type: 'object', properties, ...(required.length > 0 && { required }) };
  }

  #ofInput(type: GraphQLInputType): JsonSchema {
    const nullable = getNullableType(type);
    if (isListType(nullable)) return { type: 'array', items: this.#ofInput(nullable.ofType) };
    // The type stands beside the reference too: a client that does not follow it would write an object as a text.
    if (isEnumType(nullable)) return { type: 'string', ...this.#refer(nullable.name, () => this.#ofEnum(nullable)) };
    if (isInputObjectType(nullable))
      return { type: 'object', ...this.#refer(nullable.name, () => this.#ofInputObject(nullable)) };
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
  // Its 32 bits are no range that an argument takes.
  Int: { type: 'integer' },
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
