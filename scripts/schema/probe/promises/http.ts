import type { Finding } from '../../report/report.js';
import { broken, doubtful, told } from '../findings.js';
import { askEntities, describeReply, resolvableEntities, type ProbeContext } from '../probe-context.js';
import { pickFields } from '../../sdl/read-subgraph-sdl.js';

const CALL = { query: '{ __typename }' };
const INVALID = { query: '{ aFieldThatNoSchemaHas }' };
const GRAPHQL_JSON = /^\s*application\/graphql-response\+json\b/i;
const JSON_TYPE = /^\s*application\/(json|graphql-response\+json|graphql\+json)\b/i;
const LATENCY_CALLS = 9;

/** Media types and statuses of GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/), and compression. */
export async function checkHttp({ endpoint }: ProbeContext): Promise<Finding[]> {
  const findings: Finding[] = [];
  const plain = await endpoint.send(CALL);
  const type = plain.headers['content-type'] ?? '';
  if (plain.failure !== undefined || plain.status !== 200)
    findings.push(
      broken('STATUS', `A right query was not answered with status 200: ${describeReply(plain)}.`, {
        advice: 'Answer 200 whenever there is data. The gateway follows no redirects.',
      }),
    );
  else if (!JSON_TYPE.test(type))
    findings.push(
      broken('CONTENT_TYPE', `The content type of responses is "${type}".`, {
        advice: 'Answer application/json, or application/graphql-response+json: the gateway reads nothing else.',
      }),
    );
  findings.push(...checkEncoding(plain.headers['content-encoding'], 'identity'));

  const accept = 'application/graphql-response+json';
  const right = await endpoint.send(CALL, { headers: { accept } });
  const wrong = await endpoint.send(INVALID, { headers: { accept } });
  if (GRAPHQL_JSON.test(right.headers['content-type'] ?? '') && right.status !== 200)
    findings.push(
      broken('STATUS', `A right query has status ${right.status} with ${accept}.`, {
        advice: 'Answer 200 whenever there is data.',
      }),
    );
  if (GRAPHQL_JSON.test(wrong.headers['content-type'] ?? '') && wrong.status < 400)
    findings.push(
      broken('INVALID_STATUS', `An operation that is not valid has status ${wrong.status} with ${accept}.`, {
        advice: 'With this media type, answer 400 when an operation is not executed.',
      }),
    );

  const compressed = await endpoint.send({ query: '{ _service { sdl } }' }, { headers: { 'accept-encoding': 'gzip' } });
  const encoding = checkEncoding(compressed.headers['content-encoding'], 'gzip');
  findings.push(...encoding);
  if (encoding.length === 0 && typeof compressed.result?.data?.['_service'] !== 'object')
    findings.push(
      broken('COMPRESSION', `A response that may be compressed cannot be read: ${describeReply(compressed)}.`, {
        advice: 'Compress the whole body with gzip and say so in content-encoding, or do not compress.',
      }),
    );
  return findings;
}

function checkEncoding(value: string | undefined, asked: 'gzip' | 'identity'): Finding[] {
  if (value === undefined || /^\s*(identity|gzip|x-gzip)?\s*$/i.test(value)) return [];
  return [
    broken('COMPRESSION', `The response has content-encoding ${value}, where ${asked} was accepted.`, {
      advice: 'Compress with gzip when accept-encoding names it, and not otherwise: the gateway reads nothing else.',
    }),
  ];
}

/** What the subgraph says about caches, and how long it takes: to know, rather than to judge. */
export async function tellTimes(context: ProbeContext): Promise<Finding[]> {
  const entity = resolvableEntities(context.reading).find(({ name }) => context.known.get(name)?.length);
  const times: number[] = [];
  let cache: string | undefined;
  for (let call = 0; call < LATENCY_CALLS; call++) {
    const key = entity?.keys.find(({ isResolvable }) => isResolvable);
    const reply =
      entity && key
        ? (
            await askEntities(context, `__typename ... on ${entity.name} { ${key.text} }`, [
              { __typename: entity.name, ...pickFields(context.known.get(entity.name)![0]!, key.fields) },
            ])
          ).reply
        : await context.endpoint.send(CALL);
    times.push(reply.ms);
    cache = reply.headers['cache-control'];
  }
  const median = times.sort((a, b) => a - b)[LATENCY_CALLS >> 1]!;
  const figure = `${median < 10 ? median.toFixed(1) : Math.round(median)} ms is the median of ${LATENCY_CALLS} calls, one after the other`;
  const latency =
    median > context.timeoutMs
      ? doubtful('LATENCY', `${figure}: the gateway waits ${context.timeoutMs} ms.`, {
          advice: 'Answer faster, or have a longer timeout recorded for the subgraph.',
        })
      : told('LATENCY', `${figure}; the gateway waits ${context.timeoutMs} ms.`);
  return [
    latency,
    told(
      'CACHE_HEADER',
      `${cache === undefined ? 'There is no cache-control header' : `cache-control is "${cache}"`}. The gateway keeps no results of subgraphs: every request is sent, and the header is not passed on.`,
    ),
  ];
}
