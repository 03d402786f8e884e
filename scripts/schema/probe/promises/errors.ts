import type { Finding } from '../../report/report.js';
import { pickFields } from '../../sdl/read-subgraph-sdl.js';
import { broken, doubtful } from '../findings.js';
import { askEntities, describeReply, resolvableEntities, shorten, type ProbeContext } from '../probe-context.js';

/** Errors as the specification has them: https://spec.graphql.org/draft/#sec-Errors */
export async function checkErrors(context: ProbeContext): Promise<Finding[]> {
  return [...(await checkRequestError(context)), ...(await checkEntityError(context))];
}

/** An operation that is not valid: errors, and no data. */
async function checkRequestError({ endpoint }: ProbeContext): Promise<Finding[]> {
  const reply = await endpoint.send({ query: '{ aFieldThatNoSchemaHas }' });
  const advice = 'Answer {"errors": [{"message": "…"}]} without data when an operation is not valid.';
  const { result, status } = reply;
  if (!result || !Array.isArray(result.errors) || result.errors.length === 0)
    return [
      broken('ERROR_MISSING', `An operation that is not valid gave no errors: ${describeReply(reply)}.`, { advice }),
    ];
  if (result.data != null)
    return [
      broken('ERROR_WITH_DATA', `An operation that is not valid gave data: ${shorten(JSON.stringify(result.data))}.`, {
        advice,
      }),
    ];
  const misshapen = result.errors.flatMap(findMisshapen);
  if (misshapen.length > 0)
    return [broken('ERROR_SHAPE', 'Errors have not the form of the specification.', { details: misshapen, advice })];
  if (status >= 500)
    return [
      doubtful('ERROR_STATUS', `An operation that is not valid was answered with status ${status}.`, {
        advice: 'Answer 400, or 200 with application/json: from 5xx the gateway concludes that the subgraph is down.',
      }),
    ];
  return [];
}

function findMisshapen(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return [`an error is ${JSON.stringify(error)}, and no object`];
  const { message, locations, path, extensions } = error as Record<string, unknown>;
  const problems: string[] = [];
  if (typeof message !== 'string' || message === '') problems.push('`message` is no text');
  const isLocation = (at: { line?: unknown; column?: unknown } | null) =>
    Number(at?.line) >= 1 && Number(at?.column) >= 1;
  if (locations !== undefined && !(Array.isArray(locations) && locations.every(isLocation)))
    problems.push('`locations` is no list of { line, column } that begin at 1');
  const isStep = (step: unknown) => typeof step === 'string' || Number.isInteger(step);
  if (path !== undefined && !(Array.isArray(path) && path.every(isStep)))
    problems.push('`path` is no list of field names and indexes');
  if (extensions !== undefined && (typeof extensions !== 'object' || extensions === null || Array.isArray(extensions)))
    problems.push('`extensions` is no object');
  return problems;
}

/** A representation without its key between two that are right. */
async function checkEntityError(context: ProbeContext): Promise<Finding[]> {
  for (const { name, keys } of resolvableEntities(context.reading)) {
    const key = keys.find(({ isResolvable }) => isResolvable)!;
    const [object] = context.known.get(name) ?? [];
    if (!object) continue;
    const known = { __typename: name, ...pickFields(object, key.fields) };
    const { entities, errors, reply } = await askEntities(context, '__typename', [known, { __typename: name }, known]);
    if (errors.length === 0 && entities) return [];
    const misshapen = errors.flatMap(findMisshapen);
    const coordinate = name;
    if (misshapen.length > 0)
      return [
        broken('ERROR_SHAPE', 'Errors have not the form of the specification.', { coordinate, details: misshapen }),
      ];
    if (!entities || entities[0] == null || entities[2] == null)
      return [
        doubtful(
          'ERROR_SPREADS',
          `One wrong representation of ${name} took the others with it: ${describeReply(reply)}.`,
          {
            coordinate,
            advice: 'Let each element of _entities fail by itself: null at its index, and an error with that path.',
          },
        ),
      ];
    const path = errors[0]!['path'];
    // A path without an index is poor, not wrong: `gqlgen` writes no other.
    const isWithoutIndex = Array.isArray(path) && path.length === 1 && path[0] === '_entities';
    if (!Array.isArray(path) || path[0] !== '_entities' || path[1] !== 1)
      return [
        (isWithoutIndex ? doubtful : broken)(
          'ERROR_PATH',
          `The error of one representation has the path ${JSON.stringify(path)}.`,
          {
            coordinate,
            advice:
              'Give the path ["_entities", 1] for the second representation, so that the gateway can say which field failed.',
          },
        ),
      ];
    return [];
  }
  return [];
}
