import { access } from 'node:fs/promises';
import { setImmediate as yieldToRequests } from 'node:timers/promises';
import { join } from 'node:path';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { GatewayConfig } from '../config.js';
import { serveClientPages } from '../docs/serve-client-pages.js';
import { buildSchema } from '../graphql-document/build-schema.js';
import { createCompression, createCompressOnce, type CompressionMode } from '../http/compression.js';
import { addEtag } from '../http/etag.js';
import { schemaPage } from '../schema-docs/schema-page.js';
import { parseSupergraph } from '../supergraph/read-supergraph.js';
import type { PublishedSupergraph } from '../supergraph/published-supergraph.js';
import { serveAssets } from './assets.js';
import { contentSecurityPolicy, securityHeaders } from './content-security-policy.js';
import { readExamples } from './examples.js';
import { laboratory } from './laboratory.js';
import { laboratoryPage } from './laboratory-page.js';
import { missingPage } from './missing-page.js';

interface DocsOptions {
  /** What clients see of the current supergraph. */
  apiSchema(): GraphQLSchema;
  /** Which clients get it compressed: it is large, and is compressed once for each supergraph. */
  compression: CompressionMode;
}

interface PagesOptions {
  /** Serve `/playground` too. */
  playground: boolean;
  /** Where `fetchPlayground` puts Laboratory's files, such as `.citylink/playground`. They may come later. */
  folder: string;
  /** The operations of the current one are the examples; see {@link readExamples}. */
  releases: { readonly current: { readonly published: PublishedSupergraph } };
  /** Serve the reference of the schema at `/docs/schema`. */
  docs?: DocsOptions | undefined;
  /** Which ways to the named operations there are; see {@link serveClientPages}. */
  offers: Pick<GatewayConfig, 'openapi' | 'exports' | 'mcp'>;
  /** The path of the GraphQL endpoint on this server. */
  endpoint: string;
}

/**
 * The query editor at `/playground`, the reference of the schema at `/docs/schema`, and under `/assets/` what these two load.
 *
 * Nothing comes from another machine, and the content security policy makes the browser refuse it.
 */
export function playgroundPages(options: PagesOptions): FastifyPluginAsync {
  const { playground, folder, releases, docs, offers, endpoint } = options;
  return async function pages(server) {
    server.addHook('onRequest', async (_request, reply) => void reply.headers(securityHeaders));
    const assets = await serveAssets(server, folder);
    const missing = missingPage({ assets, endpoint });
    let written: { of: PublishedSupergraph; page: string } | undefined;

    /** Once for each supergraph. */
    function writeLaboratory(): string {
      const { published } = releases.current;
      if (written?.of === published) return written.page;
      const examples = readExamples(published.operations, (problem) => server.log.warn(problem));
      written = { of: published, page: laboratoryPage({ assets, endpoint, examples }) };
      return written.page;
    }

    async function writeReference({ sdl, subgraphs, version, hash }: PublishedSupergraph, api: GraphQLSchema) {
      const document = parseSupergraph(sdl);
      await yieldToRequests();
      const entries = subgraphs.map(({ entry }) => entry);
      const about = { api, supergraph: buildSchema(document), subgraphs: entries, version, hash };
      return Buffer.from(await schemaPage(about, { assets, hasGateway: true }));
    }

    serveClientPages(server, { assets, offers, reference: docs !== undefined });

    if (docs) {
      // Dropped with the supergraph, and the compressed bytes with the page.
      const references = new WeakMap<PublishedSupergraph, Promise<Buffer>>();
      const onSend = [addEtag, createCompression(docs.compression, createCompressOnce())];
      for (const path of ['/docs/schema', '/docs/schema/'])
        server.get(path, { onSend }, async (_request, reply) => {
          const { published } = releases.current;
          const reference = references.get(published) ?? writeReference(published, docs.apiSchema());
          references.set(published, reference);
          return sendPage(reply, await reference, contentSecurityPolicy.page);
        });
    }

    if (!playground) return;
    for (const path of ['/playground', '/playground/']) {
      server.get(path, async (_request, reply) => {
        const isThere = await access(join(folder, laboratory.folder, laboratory.script)).then(
          () => true,
          () => false,
        );
        return isThere
          ? sendPage(reply, writeLaboratory(), contentSecurityPolicy.laboratory)
          : sendPage(reply.code(503), missing, contentSecurityPolicy.page);
      });
    }
  };
}

function sendPage(reply: FastifyReply, page: string | Buffer, policy: string): FastifyReply {
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .header('cache-control', 'no-cache')
    .send(page);
}
