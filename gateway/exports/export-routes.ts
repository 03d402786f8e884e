import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../config.js';
import type { NamedOperation } from '../documents/named-operations.js';
import { createCompression } from '../http/compression.js';
import type { Connections } from '../http/connections.js';
import { exemptNavigation } from '../http/csrf-exemption.js';
import { addEtag } from '../http/etag.js';
import { requestedLanguage } from '../http/requested-language.js';
import { findNamedQuery } from '../openapi/operation-routes.js';
import { variablesOfAddress, type Query } from '../openapi/variables-of-address.js';
import { refundUnchanged } from '../pipeline/graph-route.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { respondTo, type AddressParameters } from '../pipeline/respond-to.js';
import type { Release } from '../supergraph/release.js';
import { citiesGeoJson, type MapCity } from './cities-geojson.js';
import { csvResponse, type CsvQuery } from './csv-response.js';
import { eventsCalendar, type CalendarEvent } from './events-calendar.js';
import { readPages } from './read-pages.js';

interface ExportRoutesOptions {
  releases: { readonly current: Release };
  pipeline: Pipeline;
  connections: Connections;
  compression: GatewayConfig['responseCompression'];
}

type ExportQuery = Query & AddressParameters & CsvQuery & { readonly operation?: string };

/**
 * Serves results as files. `/cities.geojson` and `/events.ics` are lists, read to their ends; `/export.csv?operation=<name>&<variable>=…` is
 * the result of a named query, and of any other document with the parameters that a GET of the graph takes, such as
 * `/export.csv?documentId=…`.
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
      const [body, ...further] = await readExport(request, reply);
      if (connections.hasEnded(reply.raw)) return reply.hijack();
      const state = request.graphState!;
      const download = query.operation ?? state.operation?.operation.name?.value ?? 'export';
      return csvResponse(request, reply, body!, { query, download, further });
    },
    onSend: [refundUnchanged, createCompression(compression)],
  });

  serveList<MapCity>('/cities.geojson', 'cities-on-map', 'application/geo+json; charset=utf-8', (cities) =>
    JSON.stringify(citiesGeoJson(cities)),
  );
  serveList<CalendarEvent>('/events.ics', 'events-in-calendar', 'text/calendar; charset=utf-8', eventsCalendar);

  /** A list as a file, read by a named operation whose variables are the parameters of the address; 404 while there is none. */
  function serveList<Node>(
    url: string,
    address: string,
    type: string,
    write: (nodes: readonly Node[], language: 'th' | 'en') => string,
  ): void {
    app.route<{ Querystring: Query }>({
      method: 'GET',
      url,
      onRequest: async (request, reply) => {
        if (!releases.current.named.has(address)) return reply.callNotFound();
        exemptNavigation(request);
        request.graphState = await pipeline.admit(request, reply);
      },
      handler: async (request, reply) => {
        const { query } = request;
        const named = findNamedQuery(releases.current, address);
        const variables = variablesOfAddress(releases.current.executor.apiSchema, named.operation, query);
        const list = await readPages<Node>(pipeline, connections, request, reply, named, variables);
        if (connections.hasEnded(reply.raw)) return reply.hijack();
        if (Buffer.isBuffer(list)) return list;
        return reply.type(type).send(write(list.nodes, requestedLanguage({ query, headers: request.headers })));
      },
      onSend: [addEtag, refundUnchanged, createCompression(compression)],
    });
  }

  /** The result that a file is made of: of a named list all pages, unless the address says how many elements. */
  async function readExport(
    request: FastifyRequest<{ Querystring: ExportQuery }>,
    reply: FastifyReply,
  ): Promise<readonly Buffer[]> {
    const { query } = request;
    if (query.operation === undefined) return [await respondTo(pipeline, request, query)];
    const named = findNamedQuery(releases.current, query.operation);
    const variables = variablesOfAddress(releases.current.executor.apiSchema, named.operation, query);
    if (!isList(named) || variables['first'] !== undefined)
      return [await respondTo(pipeline, request, { query: named.text, variables: JSON.stringify(variables) })];
    const list = await readPages(pipeline, connections, request, reply, named, variables);
    return Buffer.isBuffer(list) ? [list] : list.bodies;
  }
}

/** Whether an operation reads a list page by page, as {@link readPages} does. */
function isList({ operation: { selectionSet, variableDefinitions = [] } }: NamedOperation): boolean {
  const defaults = new Map(variableDefinitions.map((each) => [each.variable.name.value, each.defaultValue]));
  return selectionSet.selections.length === 1 && defaults.get('first') !== undefined && defaults.has('after');
}
