import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type CallToolResult,
} from '@modelcontextprotocol/sdk/types.js';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import type { FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { errorBody } from '../errors.js';
import { HttpError } from '../http/http-error.js';
import { JsonBody } from '../http/json-bodies.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { errorsWithoutData } from '../pipeline/respond-to.js';
import type { OperationTool } from './tools.js';
import { variablesOfArguments } from './variables-of-arguments.js';

interface MessageOptions {
  /** That of HTTP, which was admitted. */
  request: FastifyRequest;
  /** Its body, of any form. */
  message: unknown;
  /** Those that the caller may use, by name. */
  tools: ReadonlyMap<string, OperationTool>;
  /** Of the API. */
  schema: GraphQLSchema;
  /** Of the supergraph. */
  version: string;
  pipeline: Pipeline;
}

const INSTRUCTIONS =
  'Facts of a network of smart cities, their partners and events, each tool one question. Ids are readable, such as th-yala: find them with the tool network-search, if there is one. Results are GraphQL results: `errors` beside `data` says what is missing. A value with a low confidence, or beside another one of its conflict group, is not certain: say so.';

/** Holds nothing of a message; to make one takes longer than to handle a message. */
const jsonSchemaValidator = new AjvJsonSchemaValidator();

/** Handles one message of the protocol, with a server that knows no other. */
export async function respondToMessage(options: MessageOptions): Promise<{ response: Response; body: string }> {
  const { request, message, tools, version } = options;
  const capabilities = { tools: {} };
  const server = new Server(
    { name: 'citylink', version },
    { capabilities, instructions: INSTRUCTIONS, jsonSchemaValidator },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...tools.values()].map(({ tool }) => tool) }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
    const found = tools.get(params.name);
    if (!found) throw new McpError(ErrorCode.InvalidParams, `There is no tool ${JSON.stringify(params.name)}`);
    return call(options, found, params.arguments ?? {});
  });
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  try {
    await server.connect(transport);
    const response = await transport.handleRequest(toWebRequest(request), { parsedBody: message ?? null });
    return { response, body: await response.text() };
  } finally {
    await server.close();
  }
}

async function call(
  { request, schema, pipeline }: MessageOptions,
  { operation: { operation, text } }: OperationTool,
  given: Record<string, unknown>,
): Promise<CallToolResult> {
  let variables: Record<string, unknown>;
  try {
    variables = variablesOfArguments(schema, operation, given);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    // A result, so that the assistant reads it and calls again.
    const body = errorBody(error.code, request.headers['accept-language'], error.sentence);
    return { content: [{ type: 'text', text: JSON.stringify(body) }], isError: true };
  }
  request.body = new JsonBody({ query: text, variables }, '');
  // Of the message's own response; the graph gives JSON.
  delete request.headers.accept;
  const body = await pipeline.respond(request.graphState!);
  return { content: [{ type: 'text', text: body.toString() }], isError: errorsWithoutData(body) !== undefined };
}

/** What the library reads of a request: its headers. The address must be one, and is not read. */
function toWebRequest({ headers }: FastifyRequest): Request {
  const { accept = '', 'content-type': type = '', 'mcp-protocol-version': version } = headers;
  return new Request('http://localhost/mcp', {
    method: 'POST',
    headers: { accept, 'content-type': type, ...(typeof version === 'string' && { 'mcp-protocol-version': version }) },
  });
}
