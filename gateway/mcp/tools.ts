import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import { validate } from 'graphql';
import type { NamedOperation } from '../documents/named-operations.js';
import { isRequiredVariable } from '../graphql-document/is-required-variable.js';
import { JsonSchemas } from '../openapi/json-schemas.js';
import { inLanguage } from '../openapi/openapi-document.js';
import type { Release } from '../supergraph/release.js';

/** A named operation as a tool of the Model Context Protocol, whose arguments are its variables. */
export interface OperationTool {
  readonly operation: NamedOperation;
  readonly tool: Tool;
}

/**
 * Describes the named operations as tools: https://modelcontextprotocol.io/specification/2025-06-18/server/tools. Subscriptions are
 * none, nor is an operation that does not fit the schema.
 *
 * @param writes whether mutations are among them
 * @returns by the names of the tools, which are the addresses of the operations
 */
export function createTools(
  { executor, named }: Release,
  language: 'en' | 'th',
  writes: boolean,
): ReadonlyMap<string, OperationTool> {
  const { apiSchema } = executor;
  const tools = new Map<string, OperationTool>();
  for (const operation of named.values()) {
    const { address, name, comment, document } = operation;
    const type = operation.operation.operation;
    const isOffered = type === 'query' || (type === 'mutation' && writes);
    if (!isOffered || validate(apiSchema, document).length > 0) continue;
    tools.set(address, {
      operation,
      tool: {
        name: address,
        title: name,
        description: inLanguage(comment, language) || name,
        inputSchema: inputSchemaOf(operation, new JsonSchemas(apiSchema, '#/$defs/', language)),
        annotations: { readOnlyHint: type === 'query', destructiveHint: false, openWorldHint: false },
      },
    });
  }
  return tools;
}

function inputSchemaOf({ operation, example }: NamedOperation, schemas: JsonSchemas): Tool['inputSchema'] {
  const properties: Record<string, object> = {};
  const required: string[] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    properties[name] = schemas.ofVariable(definition) ?? {};
    if (isRequiredVariable(definition)) required.push(name);
  }
  return {
    type: 'object',
    properties,
    required,
    additionalProperties: false,
    ...(Object.keys(example).length > 0 && { examples: [example] }),
    ...(Object.keys(schemas.definitions).length > 0 && { $defs: schemas.definitions }),
  };
}
