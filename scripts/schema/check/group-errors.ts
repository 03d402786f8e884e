import { type GraphQLError } from 'graphql';
import { readArgument } from '../../../gateway/graphql-document/directive-arguments.js';
import type { Finding, Place } from '../report/report.js';
import {
  findDirective,
  findPlaces,
  hasKey,
  placeOfCoordinate,
  placeOfNode,
  type CheckedSubgraph,
} from './checked-subgraph.js';
import { findCodePage } from './codes/explain-code.js';
import { adviceOnGraphql, placesOfGraphql } from './graphql-rules.js';
import { ROOTS } from './owners.js';

/** An error of composition, with the type that it is about. */
interface Problem {
  code: string;
  /** Without the name of the subgraph in front. */
  message: string;
  /** Coordinates that the message names, such as `City.lines`. */
  coordinates: string[];
  places: Place[];
}

/** Places of one finding; the others are in its details. */
const MAX_PLACES = 4;
const COORDINATE = /"([A-Za-z_]\w*\.\w+(?:\(\w+:\))?)"/g;
/** Types that subgraph libraries add to what they serve. */
const OF_LIBRARIES = /^(_(Any|Entity|Service|FieldSet)|(federation|link)__\w+)$/;
/** Errors by which a type of one's own shows that collides with another team's. */
const COLLISIONS = /^(INVALID_FIELD_SHARING|TYPE_KIND_MISMATCH|FIELD_\w*MISMATCH|EXTERNAL_\w+|SATISFIABILITY_ERROR)$/;

/**
 * Makes findings of the errors of composition, one for each cause: those of one type and one code are together, and so is
 * everything that follows from a type that has the name of another team's entity.
 */
export function groupErrors(errors: readonly GraphQLError[], subgraphs: readonly CheckedSubgraph[]): Finding[] {
  const problems = withoutConsequences(errors.map((error) => readProblem(error, subgraphs)));
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = causeOf(problem, subgraphs);
    groups.set(key, [...(groups.get(key) ?? []), problem]);
  }
  return [...groups.values()].map((group) => describeGroup(group, subgraphs));
}

/** A subgraph whose link to federation is not understood is read as one of Federation 1, which has other directives. */
function withoutConsequences(problems: readonly Problem[]): Problem[] {
  const misread = new Set(
    problems.flatMap(({ code, places }) => (code === 'UNKNOWN_FEDERATION_LINK_VERSION' ? places[0]?.subgraph : [])),
  );
  return problems.filter(({ message, places }) => !isMissingImport(message) || !misread.has(places[0]?.subgraph));
}

function readProblem(error: GraphQLError, subgraphs: readonly CheckedSubgraph[]): Problem {
  const code = String(error.extensions['code'] ?? 'COMPOSITION_ERROR');
  const [, subgraph, text] = /^\[([^\]]+)\] ([\s\S]*)$/.exec(error.message) ?? [];
  // Of a selection in @fromContext, the library says only how it failed itself.
  const message = (text ?? error.message).replace(
    /Error: \w+\.field is not a function$/,
    'It selects fields of a scalar or an enum, which has none',
  );
  const fromNodes = (error.nodes ?? []).flatMap((node) => placeOfNode(node, subgraphs) ?? []);
  const named = [...message.matchAll(COORDINATE)].map(([, coordinate]) => coordinate!);
  const coordinates = unique([...(code === 'SATISFIABILITY_ERROR' ? unreachable(message) : []), ...named]);
  const places = fromNodes.length > 0 ? fromNodes : placesNamed(message, coordinates, subgraph, subgraphs);
  return { code, message, coordinates, places: changedFirst(places, subgraphs) };
}

/** The fields that a query cannot reach. */
function unreachable(message: string): string[] {
  return unique(
    [...message.matchAll(/cannot find (?:implementation of interface )?field "([^"]+)"/g)].map(([, field]) => field!),
  );
}

function placesNamed(
  message: string,
  coordinates: readonly string[],
  subgraph: string | undefined,
  subgraphs: readonly CheckedSubgraph[],
): Place[] {
  const [coordinate] = coordinates;
  const type = coordinate?.split('.')[0] ?? /type(?: named)? "(\w+)"/.exec(message)?.[1];
  const candidates = subgraphs.filter(({ name }) =>
    subgraph === undefined ? message.includes(`"${name}"`) : name === subgraph,
  );
  const searched = candidates.length > 0 ? candidates : subgraphs;
  const ofGraphql = placesOfGraphql(message, searched);
  if (ofGraphql.length > 0) return ofGraphql;
  const found = [
    ...(coordinate === undefined ? [] : findPlaces(searched, coordinate)),
    // The subgraph that lacks the field has the type.
    ...(type === undefined ? [] : findPlaces(searched, type)),
  ];
  const once = found.filter((place, index) => found.findIndex((other) => other.subgraph === place.subgraph) === index);
  if (once.length > 0) return once;
  const whole = searched.find(({ isChanged }) => isChanged) ?? searched[0];
  return whole ? [{ subgraph: whole.name, file: whole.file, line: 1 }] : [];
}

/** The type that a problem is about. */
function typeOf({ message, coordinates }: Problem): string | undefined {
  return /^Enum type "(\w+)"/.exec(message)?.[1] ?? coordinates[0]?.split('.')[0];
}

function causeOf(problem: Problem, subgraphs: readonly CheckedSubgraph[]): string {
  const { code, message, places } = problem;
  if (isMissingImport(message)) return `import ${places[0]?.subgraph}`;
  const type = typeOf(problem);
  if (type === undefined) return `${code} ${message}`;
  if (COLLISIONS.test(code) && collidingSubgraph(type, subgraphs)) return `collision ${type}`;
  return `${code} ${type}`;
}

/** The subgraph of the change that defines a type without a key, although the type is an entity of another one. */
function collidingSubgraph(type: string, subgraphs: readonly CheckedSubgraph[]): CheckedSubgraph | undefined {
  const defining = subgraphs.filter((subgraph) => placeOfCoordinate(subgraph, type));
  const isEntity = defining.some((subgraph) => !subgraph.isChanged && hasKey(subgraph, type));
  return isEntity ? defining.find((subgraph) => subgraph.isChanged && !hasKey(subgraph, type)) : undefined;
}

/** A directive of federation is used, and was not imported. */
function isMissingImport(message: string): boolean {
  return message.startsWith('Unknown directive') && /federation (2 )?directive/.test(message);
}

function describeGroup(group: readonly Problem[], subgraphs: readonly CheckedSubgraph[]): Finding {
  const [first] = group as [Problem];
  const type = typeOf(first);
  const code = group.find((problem) => problem.code === 'INVALID_FIELD_SHARING')?.code ?? first.code;
  const colliding = type !== undefined && COLLISIONS.test(code) ? collidingSubgraph(type, subgraphs) : undefined;
  const advice = adviceOn(first);
  const finding: Finding = {
    severity: 'error',
    code,
    message: '',
    places: uniquePlaces(group.flatMap(({ places }) => places)),
    ...(advice !== undefined && { advice }),
  };
  if (colliding) return describeCollision(finding, group, type!, colliding, subgraphs);
  if (code === 'SATISFIABILITY_ERROR') return describeUnreachable(finding, group, type);
  if (isMissingImport(first.message)) return describeMissingImports(finding, group);
  const [line = '', ...more] = first.message.split('\n').filter((each) => each.trim() !== '');
  finding.message = group.length === 1 ? line : summarise(group, type, line);
  const details = group.length === 1 ? more : unique(group.map(({ message }) => message.split('\n', 1)[0]!));
  return finish(finding, details);
}

function describeMissingImports(finding: Finding, group: readonly Problem[]): Finding {
  const names = unique(group.map(({ message }) => /"(@[^"]+)"/.exec(message)![1]!)).sort();
  const isLinked = !group[0]!.message.includes('is a federation 1 schema');
  finding.message = `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} used and ${isLinked ? 'not imported by the @link to federation' : 'known to Federation 2 only, to which the SDL has no @link'}.`;
  finding.advice = `${isLinked ? 'Import them' : 'Begin the SDL with'}: extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${names.map((name) => `"${name}"`).join(', ')}])`;
  return finish(finding, []);
}

function summarise(group: readonly Problem[], type: string | undefined, line: string): string {
  const fields = unique(group.map(({ coordinates }) => coordinates[0] ?? '')).filter((field) =>
    field.startsWith(`${type}.`),
  );
  if (type === undefined || fields.length < 2) return line;
  return `${fields.length} fields of "${type}" (${shorten(fields.map((field) => field.slice(type.length + 1)))}): ${line}`;
}

function describeCollision(
  finding: Finding,
  group: readonly Problem[],
  type: string,
  colliding: CheckedSubgraph,
  subgraphs: readonly CheckedSubgraph[],
): Finding {
  const owners = subgraphs.filter((subgraph) => !subgraph.isChanged && hasKey(subgraph, type));
  const fields = unique(group.flatMap(({ coordinates }) => coordinates.slice(0, 1))).map((field) =>
    field.slice(type.length + 1),
  );
  finding.message = `"${type}" is an entity of ${owners.map(({ name }) => name).join(', ')}, and ${colliding.name} defines a type of that name without a @key. They contradict each other in ${shorten(fields)}.`;
  finding.advice = `Rename your type, such as to "${pascal(colliding.name)}${type}". If you mean the published entity, write \`type ${type} @key(fields: "${keyOf(owners[0], type)}")\` with the key's fields and your own only.`;
  finding.places = uniquePlaces([
    ...findPlaces([colliding], type),
    ...findPlaces(owners, type),
    ...finding.places,
  ]).filter(({ coordinate }) => coordinate === type);
  return finish(finding, unique(group.map(({ message }) => message.split('\n', 1)[0]!)));
}

function describeUnreachable(finding: Finding, group: readonly Problem[], type: string | undefined): Finding {
  const fields = unique(group.map(({ coordinates }) => coordinates[0] ?? '')).filter(Boolean);
  const [first] = group as [Problem];
  const reasons = unique([...first.message.matchAll(/^ +- (cannot move to .*)$/gm)].map(([, reason]) => reason!));
  const query = /\n\{\n([\s\S]*?)\n\}\ncannot/.exec(first.message)?.[1]?.replace(/\s+/g, ' ').trim();
  const from = /- from subgraph "([^"]+)"/.exec(first.message)?.[1];
  finding.message = `Nobody could fetch ${shorten(fields)}${from === undefined ? '' : ` from the objects of ${from}`}${reasons[0] === undefined ? '' : `: ${reasons[0]}`}`;
  const advice = adviceOnUnreachable(reasons.join('\n'), type, fields);
  if (advice !== undefined) finding.advice = advice;
  return finish(finding, [
    ...(query === undefined ? [] : [`such as in { ${query} }`]),
    ...(group.length > 1 ? [`and in ${group.length - 1} more ${group.length === 2 ? 'query' : 'queries'}`] : []),
  ]);
}

function adviceOnUnreachable(reasons: string, type: string | undefined, fields: readonly string[]): string | undefined {
  const home = /cannot move to subgraph "([^"]+)"/.exec(reasons)?.[1];
  if (reasons.includes('"resolvable" argument set to false'))
    return `Remove \`resolvable: false\` from the @key of "${type}" in ${home}, and resolve its references there.`;
  if (reasons.includes('has no @key defined'))
    return `"${type}" has no @key: give it ${shorten(fields)} in every subgraph that returns it (with @shareable), or give it a @key.`;
  if (reasons.includes('the key field(s) cannot be resolved'))
    return `Use a @key of "${type}" that the other subgraph has too.`;
  return undefined;
}

function adviceOn({ code, message, coordinates }: Problem): string | undefined {
  const directive = /Unknown directive "@([^"]+)"/.exec(message)?.[1];
  if (directive !== undefined) return `Remove @${directive}, or define it: directive @${directive} on FIELD_DEFINITION`;
  const unknown = /Unknown type "?(\w+)"?/.exec(message)?.[1];
  if (unknown !== undefined && OF_LIBRARIES.test(unknown))
    return `Leave out all that names "${unknown}", such as definitions of federation's directives: subgraph libraries add them, and composition knows them.`;
  if (unknown !== undefined)
    return `Define "${unknown}". For a type of another subgraph, repeat it as far as you return it: an entity with its @key, others whole, with @shareable.`;
  if (code === 'INVALID_FIELD_SHARING' && message.includes('targets an unknown subgraph'))
    return 'Correct the name in @override(from:).';
  if (code === 'COMPOSITION_FAILED')
    return 'Take out what is new or unusual in this SDL, part by part, until it composes: the part that was taken out last is the cause.';
  const [root = ''] = coordinates[0]?.split('.') ?? [];
  if (code === 'INVALID_FIELD_SHARING' && ROOTS.has(root))
    return 'Give your field another name: each field of a root type is of one subgraph. If both give the same value, add @shareable in both.';
  // Its page is on what is unknown.
  return code === 'INVALID_GRAPHQL' ? adviceOnGraphql(message) : findCodePage(code)?.advice;
}

function finish(finding: Finding, details: readonly string[]): Finding {
  const rest = finding.places
    .slice(MAX_PLACES)
    .map(
      ({ subgraph, coordinate, file, line }) =>
        `also at ${[subgraph, coordinate].filter(Boolean).join(' ')} (${file}:${line})`,
    );
  finding.places = finding.places.slice(0, MAX_PLACES);
  const all = [...details.filter((line) => !finding.message.endsWith(line)), ...rest];
  return all.length > 0 ? { ...finding, details: all } : finding;
}

function keyOf(subgraph: CheckedSubgraph | undefined, type: string): string {
  for (const definition of subgraph?.document.definitions ?? []) {
    if (!('name' in definition) || definition.name?.value !== type || !('directives' in definition)) continue;
    const fields = readArgument(findDirective(subgraph!, definition, 'key'), 'fields');
    if (typeof fields === 'string') return fields;
  }
  return 'id';
}

function changedFirst(places: readonly Place[], subgraphs: readonly CheckedSubgraph[]): Place[] {
  const changed = new Set(subgraphs.filter(({ isChanged }) => isChanged).map(({ name }) => name));
  const rank = ({ subgraph }: Place) => (subgraph !== undefined && changed.has(subgraph) ? 0 : 1);
  return [...places].sort((a, b) => rank(a) - rank(b));
}

function uniquePlaces(places: readonly Place[]): Place[] {
  const seen = new Set<string>();
  return places.filter((place) => {
    const key = `${place.file} ${place.line} ${place.coordinate}`;
    return !seen.has(key) && Boolean(seen.add(key));
  });
}

/** A list for a sentence, with at most six names. */
export function shorten(names: readonly string[]): string {
  return names.length <= 6 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;
}

function pascal(name: string): string {
  return name.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
