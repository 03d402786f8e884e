import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { createCompression, type CompressionMode } from '../http/compression.js';
import { requestedLanguage } from '../http/requested-language.js';
import { addToVary } from '../http/vary.js';
import { contentSecurityPolicy, securityHeaders } from '../playground/content-security-policy.js';
import type { NamedOperation } from '../documents/named-operations.js';
import { serveBuiltFiles } from './built-files.js';
import { dashboardPage } from './dashboard-page.js';
import { frontPage } from './front-page.js';
import { pageDocumentsOf } from './page-documents.js';
import type { PageContext } from './page.js';
import type { PageDocument } from './page-settings.js';
import { WORDS } from './words.js';

interface PagesOptions {
  /** Serve `/dashboard` too, and lead to it from the page at `/`. */
  dashboard: boolean;
  /** Its persisted documents are what the tiles show. */
  releases: { readonly current: { readonly named: ReadonlyMap<string, NamedOperation> } };
  /** The path of the GraphQL endpoint on this server. */
  endpoint: string;
  /** Whether there is a playground at `/playground`. */
  playground: boolean;
  /** Whether results are served as files. */
  exports: boolean;
  /** Whether there is a reference of the schema at `/docs/schema`. */
  reference: boolean;
  compression: CompressionMode;
  /** The response of `GET /` for a client that does not accept HTML. */
  home: (hasDashboard: boolean) => object;
}

/**
 * The page at `/` and the dashboard at `/dashboard`, in Thai or English, and under `/assets/dashboard/` what they load. There is no
 * dashboard for a supergraph without its documents.
 *
 * Nothing comes from another machine, and the content security policy makes the browser refuse it.
 */
export function dashboardPages(options: PagesOptions): FastifyPluginAsync {
  const { dashboard, releases, endpoint, playground, exports, reference, compression, home } = options;
  return async function pages(server) {
    server.addHook('onRequest', async (_request, reply) => void reply.headers(securityHeaders));
    const files = await serveBuiltFiles(server);
    const onSend = createCompression(compression);
    let read: { of: ReadonlyMap<string, NamedOperation>; documents: Record<string, PageDocument> } | undefined;

    /** Once for each supergraph. */
    function documents(): Record<string, PageDocument> {
      if (!dashboard) return {};
      const { named } = releases.current;
      if (read?.of !== named) read = { of: named, documents: pageDocumentsOf(named) };
      return read.documents;
    }

    function hasDashboard(): boolean {
      return Object.keys(documents()).length > 0;
    }

    function contextOf(request: FastifyRequest): PageContext {
      return {
        language: requestedLanguage(request),
        files,
        endpoint,
        documents: documents(),
        hasDashboard: hasDashboard(),
        playground,
        exports,
        reference,
        url: request.url,
      };
    }

    server.get('/', { onSend }, async (request, reply) => {
      addToVary(reply, ['accept']);
      return request.headers.accept?.includes('text/html')
        ? sendPage(reply, contextOf(request), frontPage)
        : home(hasDashboard());
    });

    for (const path of ['/dashboard', '/dashboard/'])
      server.get(path, { onSend }, async (request, reply) => {
        if (!hasDashboard()) return reply.callNotFound();
        return sendPage(reply, contextOf(request), dashboardPage);
      });
  };
}

function sendPage(reply: FastifyReply, context: PageContext, write: (context: PageContext) => string): FastifyReply {
  addToVary(reply, ['accept-language']);
  void reply.headers({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy.dashboard,
    'content-language': context.language,
    'cache-control': 'no-cache',
  });
  if (context.files.urlOf('dashboard.js') === undefined)
    return reply.code(503).type('text/plain; charset=utf-8').send(WORDS.notBuilt.join('\n'));
  return reply.send(write(context));
}
