import type { FastifyInstance } from 'fastify';
import type { GatewayConfig } from '../config.js';
import { createCompression } from '../http/compression.js';
import type { Connections } from '../http/connections.js';
import { exemptNavigation } from '../http/csrf-exemption.js';
import { findNamedQuery } from '../openapi/operation-routes.js';
import { variablesOfAddress, type Query } from '../openapi/variables-of-address.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { respondTo, type AddressParameters } from '../pipeline/respond-to.js';
import type { Release } from '../supergraph/release.js';
import { csvResponse, type CsvQuery } from './csv-response.js';

interface ExportRoutesOptions {
  releases: { readonly current: Release };
  pipeline: Pipeline;
  connections: Connections;
  compression: GatewayConfig['responseCompression'];
}

type ExportQuery = Query & AddressParameters & CsvQuery & { readonly operation?: string };

/**
 * Serves results as files: `/export.csv?operation=<name>&<variable>=…` of a named query, and of any other document with the
 * parameters that a GET of the graph takes, such as `/export.csv?documentId=…`.
 */
export function serveExports(
  app: FastifyInstance,
  { releases, pipeline, connections, compression }: ExportRoutesOptions,
): void {
  app.route<{ Querystring: ExportQuery }>({
    method: 'GET',
    url: '/export.csv',
    onRequest: async (request, reply) => {
      const { operation } = request.query;
      if (operation !== undefined) findNamedQuery(releases.current, operation);
      exemptNavigation(request);
      request.graphState = await pipeline.admit(request, reply);
    },
    handler: async (request, reply) => {
      const { query } = request;
      const body = await respondTo(pipeline, request, parametersOf(query));
      if (connections.hasEnded(reply.raw)) return reply.hijack();
      const state = request.graphState!;
      const download = query.operation ?? state.operation?.operation.name?.value ?? 'export';
      return csvResponse(request, reply, body, { query, download });
    },
    onSend: createCompression(compression),
  });

  function parametersOf(query: ExportQuery): AddressParameters {
    if (query.operation === undefined) return query;
    const { text, operation } = findNamedQuery(releases.current, query.operation);
    const variables = variablesOfAddress(releases.current.executor.apiSchema, operation, query);
    return { query: text, variables: JSON.stringify(variables) };
  }
}
