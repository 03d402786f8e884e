import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Feed } from 'feed';
import type { GatewayConfig } from '../config.js';
import { createCompression } from '../http/compression.js';
import { addEtag } from '../http/etag.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { failureStatus, respondTo } from '../pipeline/respond-to.js';
import type { Release } from '../supergraph/release.js';

interface ChangesFeedOptions {
  /** Where `changes-concerning.graphql` is among the operations of the current one; otherwise there is no feed. */
  releases: { readonly current: Release };
  pipeline: Pipeline;
  compression: GatewayConfig['responseCompression'];
}

/** A change as the operation reads it. */
interface Change {
  id: string;
  changedAt: string;
  title: { th: string | null; en: string | null };
  recordType: string;
  recordId: string;
  office: string;
  by: string;
  why: string | null;
}

interface Response {
  data?: { changesConcerning: { items: { nodes: Change[] } | null } | null } | null;
  errors?: { extensions: Record<string, unknown> }[];
}

interface FeedRoute {
  Params: { id: string };
  Querystring: { since?: string; lang?: string };
}

type Language = 'th' | 'en';

const TITLES = {
  en: (id: string) => `What others wrote about ${id}`,
  th: (id: string) => `สิ่งที่ผู้อื่นบันทึกเกี่ยวกับ ${id}`,
} satisfies Record<Language, (id: string) => string>;

/**
 * Serves `/feeds/changes/<id>`, an Atom feed (RFC 4287) of what others wrote about a city or an organisation, for programs
 * that read feeds: `?since=2026-01-31` begins with a day, `?lang=th` names the language of its titles.
 *
 * It is an operation like any other, and passes the pipeline: the same caller, limits and access. When the graph does not
 * give the list, the response is that of the graph, as JSON: 404 for an id that nothing has.
 */
export function serveChangesFeed(app: FastifyInstance, { releases, pipeline, compression }: ChangesFeedOptions): void {
  const findQuery = () => releases.current.named.get('changes-concerning')?.text;
  app.route<FeedRoute>({
    method: 'GET',
    url: '/feeds/changes/:id',
    onRequest: async (request, reply) => {
      if (findQuery() === undefined) return reply.callNotFound();
      request.graphState = await pipeline.admit(request, reply);
    },
    handler: async (request, reply) => {
      const { since, lang } = request.query;
      const body = await respondTo(pipeline, request, {
        query: findQuery()!,
        variables: JSON.stringify({ id: request.params.id, since }),
      });
      const { data, errors } = JSON.parse(body.toString()) as Response;
      const changes = data?.changesConcerning?.items?.nodes;
      if (!changes) return reply.code(failureStatus(reply.statusCode, errors)).send(body);
      const language = lang === 'th' || lang === 'en' ? lang : request.graphState!.language;
      return reply.type('application/atom+xml; charset=utf-8').send(feedOf(request, changes, language));
    },
    onSend: [addEtag, createCompression(compression)],
  });
}

function feedOf(request: FastifyRequest<FeedRoute>, changes: readonly Change[], language: Language): string {
  const home = `${request.protocol}://${request.host || 'localhost'}`;
  const self = `${home}${request.originalUrl}`;
  const feed = new Feed({
    id: self,
    title: inXml(TITLES[language](request.params.id)),
    link: `${home}/`,
    feedLinks: { atom: self },
    // The same changes are the same bytes, so that a reader is told that there is nothing new.
    updated: new Date(changes[0]?.changedAt ?? 0),
    generator: 'Citylink',
    language,
  });
  for (const { id, changedAt, title, recordType, recordId, office, by, why } of changes)
    feed.addItem({
      id: `urn:uuid:${id}`,
      title: inHtml(title[language] ?? title.th ?? title.en ?? recordType),
      link: `${home}/`,
      date: new Date(changedAt),
      author: [{ name: inXml(by === office ? office : `${by} (${office})`) }],
      content: inHtml([`${recordType} ${recordId}`, why].filter((part) => part !== null).join(': ')),
    });
  return feed.atom1();
}

/** A text without the characters that no XML document may have (https://www.w3.org/TR/xml/#charsets). */
function inXml(text: string): string {
  return text.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A plain text as HTML: the library writes titles and contents as such, and what people wrote is no markup. */
function inHtml(text: string): string {
  return inXml(text).replaceAll(/[&<>]/g, (character) => ESCAPES[character]!);
}
