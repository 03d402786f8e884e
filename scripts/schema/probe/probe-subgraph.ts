import { performance } from 'node:perf_hooks';
import { CommandError, EXIT, usageError } from '../report/exit-code.js';
import { createReport, createSection, type Finding, type Report } from '../report/report.js';
import { NO_EXAMPLES, type Examples } from '../sdl/examples.js';
import { readSubgraphSdl, type SubgraphSdlReading } from '../sdl/read-subgraph-sdl.js';
import { findRepresentations } from './find-representations.js';
import { broken } from './findings.js';
import { describeReply, resolvableEntities, type ProbeContext } from './probe-context.js';
import { checkEntities } from './promises/entities.js';
import { checkErrors } from './promises/errors.js';
import { checkHttp, tellTimes } from './promises/http.js';
import { checkRequires } from './promises/requires.js';
import { checkPublishedSdl } from './promises/sdl.js';
import { checkSignatures } from './promises/signature.js';
import { createEndpoint, type Endpoint } from './subgraph-endpoint.js';

export interface ProbeOptions {
  url: string;
  /** The subgraph's name in the supergraph: what calls are signed for. */
  name?: string | undefined;
  /** The subgraph's key; without it, calls are not signed. */
  key?: string | undefined;
  /** The SDL that was published, and where it stands. */
  published?: { sdl: string; from: string } | undefined;
  examples?: Examples;
  /** Milliseconds that the gateway waits for the subgraph. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 2_000;
/** The gateway's timeout is a finding; the probe itself waits longer, so that it can say how long a call took. */
const PATIENCE = 5;

/**
 * Tries whether a running subgraph keeps its promises. Only queries are sent.
 *
 * @throws CommandError when it cannot be reached, refuses the probe's calls, or has not what an example names
 */
export async function probeSubgraph({
  url,
  name,
  key,
  published,
  examples = NO_EXAMPLES,
  timeoutMs = TIMEOUT_MS,
}: ProbeOptions): Promise<Report> {
  if (key !== undefined && name === undefined)
    throw usageError('Calls are signed for a subgraph: give its name too, with --name.');
  const start = performance.now();
  const endpoint = createEndpoint({ url, name, key, timeoutMs: timeoutMs * PATIENCE });
  const title = `Probe of ${name ?? 'the subgraph'} at ${url}`;

  const sdl = await fetchSdl(endpoint);
  const reading = readSdl(name ?? 'subgraph', sdl);
  if (!('schema' in reading))
    return createReport(title, [createSection('Schema', 'the SDL cannot be used', [reading])]);
  checkExamples(examples, reading);
  const drift = checkPublishedSdl(sdl!, published);
  const schemaSection = createSection(
    'Schema',
    published
      ? `compared with ${published.from}`
      : 'it can be read; with --sdl or --registry it is compared with what was published',
    drift,
  );

  const known = await findRepresentations(reading, examples, (call) => endpoint.send(call));
  const context: ProbeContext = { endpoint, reading, known, examples, timeoutMs };
  const entities = resolvableEntities(reading);
  const requiring = entities.flatMap((entity) => entity.requiring);
  const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
  const sections = [
    schemaSection,
    createSection(
      'Entities',
      `${counted(entities.length, 'type', 'types')} with keys, by each key and combination`,
      await checkEntities(context),
    ),
    createSection(
      'Requires',
      `${counted(requiring.length, 'field', 'fields')} with @requires`,
      await checkRequires(context),
    ),
    createSection('Errors', 'their form and path', await checkErrors(context)),
    createSection(
      'Signature',
      endpoint.isSigned ? 'calls that must be refused' : 'not tried without --key',
      await checkSignatures(context),
    ),
    createSection('HTTP', 'status, media type, compression', await checkHttp(context)),
    createSection('Times', 'latency and caching, to know', await tellTimes(context)),
  ];
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  return createReport(`${title}, ${seconds} s`, sections);
}

/**
 * Reads the SDL of a running subgraph.
 *
 * @returns undefined when it answers, but not with its SDL
 * @throws CommandError when it cannot be reached, or refuses the call
 */
export async function fetchSdl(endpoint: Endpoint): Promise<string | undefined> {
  const reply = await endpoint.send({ query: '{ _service { sdl } }' });
  const { failure, status, result, headers } = reply;
  if (failure !== undefined)
    throw new CommandError(`No subgraph can be reached at ${endpoint.url}: ${failure}.`, EXIT.unreachable);
  if (status === 401 || status === 403) {
    const reason = headers['www-authenticate'];
    if (!endpoint.isSigned)
      throw usageError(
        `The subgraph refuses calls without a signature (status ${status}): give --name and --key, or SUBGRAPH_KEY. The operator of the gateway has the key: \`npm run schema -- key <name>\` prints it. For a subgraph on this machine --name is enough, except in production.`,
      );
    throw new CommandError(
      `The subgraph refuses a call that is signed as the gateway signs it (status ${status}${reason === undefined ? '' : `, ${reason}`}). Is this its name, and its key? Without --key it is the one of this machine. See subgraphs/protocol/TRUST.md.`,
    );
  }
  if (!result)
    throw new CommandError(
      `What responds at ${endpoint.url} is no GraphQL endpoint: ${describeReply(reply)}.`,
      EXIT.unreachable,
    );
  const service = result.data?.['_service'] as { sdl?: unknown } | null | undefined;
  return typeof service?.sdl === 'string' && service.sdl.trim() !== '' ? service.sdl : undefined;
}

/** @throws CommandError for an example that would be used nowhere */
function checkExamples({ values, representations }: Examples, { schema, entities }: SubgraphSdlReading): void {
  for (const coordinate of [...values.keys(), ...representations.keys()]) {
    const [typeName = '', field, ...more] = coordinate.split('.');
    const type = schema.getType(typeName);
    const entity = entities.find(({ name }) => name === typeName);
    const [key = 'field'] = entity?.keys.flatMap(({ fields }) => fields.map(({ name }) => name)) ?? [];
    if (!type)
      throw usageError(
        `--example ${coordinate}: the SDL of the subgraph has no type ${typeName}. Its entities: ${entities.map(({ name }) => name).join(', ') || 'none'}.`,
      );
    if (field === undefined && entity && representations.has(coordinate)) continue;
    if (field === undefined || more.length > 0)
      throw usageError(`--example ${coordinate} names no field: give --example ${typeName}.${key}=value.`);
    if (!('getFields' in type && field in type.getFields()))
      throw usageError(`--example ${coordinate}: the SDL of the subgraph has no field ${field} in ${typeName}.`);
  }
}

function readSdl(name: string, sdl: string | undefined): SubgraphSdlReading | Finding {
  if (sdl === undefined)
    return broken('SDL_MISSING', '`{ _service { sdl } }` gave no SDL.', {
      advice: 'Serve the subgraph with a library of Apollo Federation 2, which adds Query._service.',
    });
  try {
    return readSubgraphSdl(name, sdl);
  } catch (error) {
    const [first = '', ...details] = (error as Error).message.split('\n').filter((line) => line.trim() !== '');
    return broken('SDL_UNREADABLE', `The SDL of \`{ _service { sdl } }\` cannot be used: ${first}`, { details });
  }
}
