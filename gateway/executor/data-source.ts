import type { GraphQLDataSource } from '@apollo/gateway';
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { ExplainContext } from './compiled/explain-context.js';
import type { SubgraphClient } from '../upstream/subgraph-client.js';
import { SubgraphError } from '../upstream/subgraph-error.js';
import type { Replay } from './compiled/replay.js';
import type { Data, Fetch, FetchJournal } from './fetch-journal.js';
import { acceptAnswer } from './accept-answer.js';
import { joinInnerLists } from './join-inner-lists.js';

export interface DataSourceParts {
  client: SubgraphClient;
  /** The supergraph's schema, once it is loaded. */
  schema: () => GraphQLSchema;
  /** The journal of the request that Apollo hands to a data source. */
  journalOf: (request: object) => FetchJournal;
  /** Answers that are there already, taken instead of asking. */
  replayFor?: ((request: object) => Replay | undefined) | undefined;
}

/** Plans are bounded by Apollo, and their texts recur; beyond this many the parsed ones are made anew. */
const MAX_DOCUMENTS = 1_000;

/**
 * Makes what Apollo's executor asks for the fields of one subgraph. It answers no errors and throws none of
 * a subgraph: it notes them in the request's journal, which knows where in the response they belong.
 */
export function createDataSource({ client, schema, journalOf, replayFor }: DataSourceParts): GraphQLDataSource {
  const documents = new Map<string, DocumentNode>();

  return {
    async process(options) {
      if (!('incomingRequestContext' in options))
        throw new Error(`A data source answers operations only, but got: ${options.kind}`);
      const { query = '', variables, operationName } = options.request;
      const { log, upstreamHeaders, gone, deadline } = options.incomingRequestContext.context as ExplainContext;
      const journal = journalOf(options.incomingRequestContext);
      const document = parsed(query);
      const representations = variables?.representations as Data[] | undefined;
      const fetch = journal.begin(client.name, document, options.pathInIncomingRequest ?? [], representations);
      try {
        const replayed = replayFor?.(options.incomingRequestContext)?.answer(
          client.name,
          query,
          options.pathInIncomingRequest ?? [],
          representations,
        );
        const answer =
          replayed ??
          (await client.ask(
            { query, variables, operationName },
            upstreamHeaders,
            isMutation(document) ? undefined : gone,
            deadline,
          ));
        const data = acceptAnswer({ schema: schema(), fetch, answer, representations, log });
        if (data) joinLists(fetch, data);
        if (data && !representations) journal.brought(data);
        return { data };
      } catch (error) {
        if (!(error instanceof SubgraphError)) throw error;
        if (!gone.aborted)
          log.warn({ service: error.service, code: error.code, detail: error.detail }, 'A subgraph failed');
        fetch.faults.push({ message: error.message, extensions: error.extensions });
        return {};
      }
    },
  };

  function parsed(query: string): DocumentNode {
    let document = documents.get(query);
    if (!document) {
      document = parse(query, { noLocation: true });
      if (documents.size >= MAX_DOCUMENTS) documents.clear();
      documents.set(query, document);
    }
    return document;
  }
}

function joinLists({ targets }: Fetch, data: Data): void {
  const brought = Array.isArray(data['_entities']) ? (data['_entities'] as (Data | null)[]) : [data];
  brought.forEach((answer, index) => answer && targets[index] && joinInnerLists(targets[index].data, answer));
}

/** A mutation that has begun is let end: nobody could tell what an aborted one has done. */
function isMutation(document: DocumentNode): boolean {
  return document.definitions.some((definition) => 'operation' in definition && definition.operation === 'mutation');
}
