import {
  getNullableType,
  isInputObjectType,
  isInputType,
  isListType,
  typeFromAST,
  validate,
  type GraphQLSchema,
  type VariableDefinitionNode,
} from 'graphql';
import type { NamedOperation } from '../documents/named-operations.js';
import { fragmentsOf } from '../graphql-document/fragments-of.js';
import { isRequiredVariable } from '../graphql-document/is-required-variable.js';
import { splitLanguages } from '../schema-docs/split-languages.js';
import { JsonSchemas } from './json-schemas.js';

interface OpenApiOptions {
  /** Of the API; an operation that does not fit it is left out. */
  schema: GraphQLSchema;
  operations: Iterable<NamedOperation>;
  /** Of the supergraph. */
  version: string;
  /** Of the descriptions, where there are two. */
  language: 'en' | 'th';
  /** Results are there as CSV too. */
  csv: boolean;
}

const TEXTS = {
  en: {
    title: 'Citylink: named operations',
    description:
      'Each named operation of the graph as an address. An empty parameter counts as absent where it may be absent, and others than those named here are ignored. Lists are given by repetition or with commas.',
    result: 'A result of GraphQL. Beside `data` it has `errors` where a part is missing.',
    csv: 'The first list of the result, a row for each element; `path` names another list, `lang` the language of the headers.',
    failure: 'Nothing was read: `errors` has the reasons.',
  },
  th: {
    title: 'Citylink: คำสั่งค้นที่มีชื่อ',
    description:
      'คำสั่งค้นที่มีชื่อแต่ละรายการของกราฟเป็นที่อยู่หนึ่งแห่ง พารามิเตอร์ที่ว่างถือว่าไม่ได้ส่งหากละเว้นได้ พารามิเตอร์อื่นนอกจากที่ระบุไว้จะไม่ถูกใช้ รายการส่งได้โดยระบุพารามิเตอร์ซ้ำหรือคั่นด้วยจุลภาค',
    result: 'ผลลัพธ์ของ GraphQL มี `errors` คู่กับ `data` เมื่อข้อมูลบางส่วนขาดไป',
    csv: 'รายการแรกของผลลัพธ์ หนึ่งแถวต่อหนึ่งรายการย่อย `path` เลือกรายการอื่น `lang` เลือกภาษาของหัวคอลัมน์',
    failure: 'อ่านข้อมูลไม่ได้ `errors` บอกเหตุผล',
  },
};

/** Describes the queries among named operations as `GET /api/<operation>`, in OpenAPI 3.1. */
export function openApiDocument({ schema, operations, version, language, csv }: OpenApiOptions): object {
  const texts = TEXTS[language];
  const schemas = new JsonSchemas(schema, '#/components/schemas/', language);
  const paths: Record<string, object> = {};
  for (const { address, name, comment, document, operation, example } of operations) {
    if (operation.operation !== 'query' || validate(schema, document).length > 0) continue;
    const data = schemas.ofSelections(schema.getQueryType()!, [operation.selectionSet], fragmentsOf(document));
    const summary = inLanguage(comment, language);
    const parameters = (operation.variableDefinitions ?? []).flatMap((definition) =>
      describeParameter(schema, schemas, definition, example),
    );
    paths[`/api/${address}`] = {
      get: {
        operationId: name,
        ...(summary && { summary }),
        ...(parameters.length > 0 && { parameters }),
        responses: {
          200: {
            description: texts.result,
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: {
                    data,
                    errors: { type: 'array', items: { $ref: '#/components/schemas/GraphQLError' } },
                    extensions: { type: 'object' },
                  },
                  required: ['data'],
                },
              },
              ...(csv && { 'text/csv': { schema: { type: 'string', description: texts.csv } } }),
            },
          },
          default: { $ref: '#/components/responses/Failure' },
        },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: texts.title, description: texts.description, version },
    servers: [{ url: '/' }],
    // A token is needed only for what not everybody may read.
    security: [{}, { bearer: [] }],
    paths,
    components: {
      schemas: { ...schemas.definitions, GraphQLError: GRAPHQL_ERROR },
      responses: {
        Failure: {
          description: texts.failure,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { errors: { type: 'array', items: { $ref: '#/components/schemas/GraphQLError' } } },
                required: ['errors'],
              },
            },
          },
        },
      },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

/** https://spec.graphql.org/October2021/#sec-Errors */
const GRAPHQL_ERROR = {
  type: 'object',
  properties: {
    message: { type: 'string' },
    path: { type: 'array', items: { type: ['string', 'integer'] } },
    extensions: { type: 'object', properties: { code: { type: 'string' } } },
  },
  required: ['message'],
};

/** @returns none for a variable that no operation can have */
function describeParameter(
  schema: GraphQLSchema,
  schemas: JsonSchemas,
  definition: VariableDefinitionNode,
  example: Readonly<Record<string, unknown>>,
): object[] {
  const name = definition.variable.name.value;
  const type = typeFromAST(schema, definition.type);
  const written = schemas.ofVariable(definition);
  if (!isInputType(type) || !written) return [];
  const nullable = getNullableType(type);
  const element = isListType(nullable) ? getNullableType(nullable.ofType) : nullable;
  const isJson = isInputObjectType(element) || isListType(element);
  return [
    {
      name,
      in: 'query',
      required: isRequiredVariable(definition),
      ...(isJson ? { content: { 'application/json': { schema: written } } } : { schema: written }),
      ...(!isJson && Object.hasOwn(example, name) && { example: example[name] }),
    },
  ];
}

/** The lines of a comment in a language, or in the other one, as one paragraph. */
export function inLanguage(comment: readonly string[], language: 'en' | 'th'): string {
  const { en, th } = splitLanguages(comment.join('\n\n'));
  return ((language === 'th' ? (th ?? en) : (en ?? th)) ?? '').replaceAll('\n\n', ' ');
}
