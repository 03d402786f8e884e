import {
  Kind,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from 'graphql';
import { readArgument } from '../../../gateway/graphql-document/directive-arguments.js';
import { readRemovalDate, readWrongRemovalDate } from '../../../gateway/graphql-document/removal-date.js';
import { createSection, type Finding, type Place, type Section } from '../report/report.js';
import type { Approve } from './approvals.js';
import {
  findDirective,
  findDirectives,
  findPlaces,
  hasKey,
  placeOfCoordinate,
  type CheckedSubgraph,
} from './checked-subgraph.js';
import { ownerOf, ROOTS } from './owners.js';

export interface LintInput {
  subgraphs: readonly CheckedSubgraph[];
  /** As published: what was accepted before is not complained of again. */
  publishedSubgraphs: () => readonly CheckedSubgraph[];
  approve: Approve;
}

/** Something about one coordinate. Those of one code are one finding, unless they are errors. */
interface Remark {
  code: string;
  severity: Finding['severity'];
  coordinate: string;
  place: Place;
  message: string;
  advice: string;
  /** Its team may approve it. */
  owner?: CheckedSubgraph;
}

type TypeNode = (TypeDefinitionNode | TypeExtensionNode) & { readonly name: { readonly value: string } };
type MemberNode = FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode;

const SLICING = /^(first|last|limit|size|pageSize)$/;
const CAMEL = /^[a-z][a-zA-Z0-9]*$/;
const PASCAL = /^[A-Z][a-zA-Z0-9]*$/;
const UPPER = /^[A-Z][A-Z0-9_]*$/;
const MAX_PLACES = 3;

/** What a team should mend in its own SDL. Only what is new is looked at. */
export function checkLint({ subgraphs, publishedSubgraphs, approve }: LintInput): Section {
  const changed = subgraphs.filter(({ isChanged }) => isChanged);
  const remarks = changed.flatMap((subgraph) => {
    const all = [...remarksOn(subgraph, subgraphs)];
    const before = all.length > 0 && publishedSubgraphs().find(({ name }) => name === subgraph.name);
    if (!before) return all;
    const known = new Set([...remarksOn(before, publishedSubgraphs())].map(subjectOf));
    return all.filter((one) => !known.has(subjectOf(one)));
  });
  const errors = remarks.filter(({ severity }) => severity === 'error');
  const groups = new Map<string, Remark[]>();
  for (const remark of remarks)
    if (remark.severity !== 'error') groups.set(remark.code, [...(groups.get(remark.code) ?? []), remark]);
  const findings = [
    ...errors.map(({ code, coordinate, place, message, advice, owner }) =>
      approve({ severity: 'error', code, message, places: [place], advice }, coordinate, owner ? [owner] : []),
    ),
    ...[...groups.values()].map(gather),
  ];
  const summary =
    remarks.length === 0
      ? 'nothing to mend in what is new'
      : `${remarks.length} remark${remarks.length === 1 ? '' : 's'} on what is new`;
  return createSection('Lint', summary, findings);
}

/** What a remark is about. It is the same when only lines have moved. */
function subjectOf({ code, coordinate, owner }: Remark): string {
  return `${code} ${coordinate} ${owner?.name ?? ''}`;
}

function gather(group: readonly Remark[]): Finding {
  const [first] = group as [Remark];
  const { code, severity, advice } = first;
  const message = group.length === 1 ? first.message : `${group.length} times: ${first.message}`;
  const rest = group
    .slice(MAX_PLACES)
    .map(({ coordinate, place }) => `also ${coordinate} (${place.file}:${place.line})`);
  return {
    severity,
    code,
    message,
    places: group.slice(0, MAX_PLACES).map(({ place }) => place),
    advice,
    ...(rest.length > 0 && { details: rest }),
  };
}

function* remarksOn(subgraph: CheckedSubgraph, subgraphs: readonly CheckedSubgraph[]): Generator<Remark> {
  for (const definition of subgraph.document.definitions) {
    if (!isType(definition)) continue;
    const type = definition.name.value;
    if (/^(_|federation__|link__)/.test(type)) continue;
    if (!PASCAL.test(type))
      yield remark('NAMING', type, subgraph, `"${type}" is no name in Pascal case.`, 'Name types like `BusLine`.');
    const isOwn = !isForeign(type, subgraph, subgraphs);
    if (isOwn && !ROOTS.has(type) && !definition.kind.endsWith('Extension'))
      yield* remarksOnDescription(definition as never, type, subgraph);
    for (const member of membersOf(definition)) {
      const coordinate = `${type}.${member.name.value}`;
      // What libraries print of federation itself.
      if (coordinate === 'Query._entities' || coordinate === 'Query._service') continue;
      if (findDirective(subgraph, member, 'external') || isKeyField(subgraph, definition, member)) continue;
      yield* remarksOnName(member, coordinate, subgraph);
      yield* remarksOnDescription(member, coordinate, subgraph);
      yield* remarksOnDeprecation(member, coordinate, subgraph);
      if (member.kind !== Kind.FIELD_DEFINITION) continue;
      yield* remarksOnList(member, coordinate, subgraph);
      yield* remarksOnOwnership(member, type, subgraph, subgraphs);
    }
  }
}

function remark(
  code: string,
  coordinate: string,
  subgraph: CheckedSubgraph,
  message: string,
  advice: string,
  severity: Finding['severity'] = 'warning',
): Remark {
  const place = placeOfCoordinate(subgraph, coordinate) ?? { subgraph: subgraph.name, file: subgraph.file, coordinate };
  return { code, severity, coordinate, place, message, advice };
}

function* remarksOnName(member: MemberNode, coordinate: string, subgraph: CheckedSubgraph): Generator<Remark> {
  const name = member.name.value;
  if (member.kind === Kind.ENUM_VALUE_DEFINITION) {
    if (!UPPER.test(name))
      yield remark(
        'NAMING',
        coordinate,
        subgraph,
        `"${coordinate}" is no name in capital letters.`,
        'Name values of enums like `NIGHT_BUS`.',
      );
  } else if (!CAMEL.test(name))
    yield remark(
      'NAMING',
      coordinate,
      subgraph,
      `"${coordinate}" is no name in camel case.`,
      'Name fields and arguments like `firstStop`.',
    );
}

/** A description says the same in English and in Thai. */
function* remarksOnDescription(
  { description }: { readonly description?: { readonly value: string } | undefined },
  coordinate: string,
  subgraph: CheckedSubgraph,
): Generator<Remark> {
  const text = description?.value ?? '';
  if (text.trim() === '')
    yield remark(
      'DESCRIPTION_MISSING',
      coordinate,
      subgraph,
      `"${coordinate}" has no description.`,
      'Describe it in English and in Thai, such as "A bus line. | สายรถเมล์".',
    );
  else if (!/[a-z]{2}/i.test(text) || !/[\u0E00-\u0E7F]/.test(text))
    yield remark(
      'DESCRIPTION_IN_ONE_LANGUAGE',
      coordinate,
      subgraph,
      `"${coordinate}" is described in ${/[\u0E00-\u0E7F]/.test(text) ? 'Thai' : 'English'} only.`,
      'Describe it in English and in Thai, such as "A bus line. | สายรถเมล์".',
      'info',
    );
}

function* remarksOnDeprecation(member: MemberNode, coordinate: string, subgraph: CheckedSubgraph): Generator<Remark> {
  const deprecated = findDirective(subgraph, member, 'deprecated');
  if (!deprecated) return;
  const reason = String(readArgument(deprecated, 'reason') ?? '');
  const wrong = readWrongRemovalDate(reason);
  if (wrong !== undefined)
    yield remark(
      'DEPRECATION_WRONG_DATE',
      coordinate,
      subgraph,
      `"${coordinate}" is deprecated until ${wrong}: there is no such day.`,
      'Write a day that the calendar has.',
    );
  else if (readRemovalDate(reason) === undefined)
    yield remark(
      'DEPRECATION_WITHOUT_DATE',
      coordinate,
      subgraph,
      `"${coordinate}" is deprecated, and does not say until when it stays.`,
      'Write the day of its removal and what to use instead: @deprecated(reason: "Removed after 2027-06-30: use `stops`.")',
    );
}

/** Without a size, the gateway estimates what an operation costs by a guess. */
function* remarksOnList(field: FieldDefinitionNode, coordinate: string, subgraph: CheckedSubgraph): Generator<Remark> {
  const type = field.type.kind === Kind.NON_NULL_TYPE ? field.type.type : field.type;
  if (type.kind !== Kind.LIST_TYPE || findDirective(subgraph, field, 'listSize')) return;
  if ((field.arguments ?? []).some(({ name }) => SLICING.test(name.value))) return;
  yield remark(
    'LIST_WITHOUT_SIZE',
    coordinate,
    subgraph,
    `"${coordinate}" is a list of any length.`,
    'Give it an argument `first`, or say how many there usually are: @listSize(assumedSize: 20)',
  );
}

function* remarksOnOwnership(
  field: FieldDefinitionNode,
  type: string,
  subgraph: CheckedSubgraph,
  subgraphs: readonly CheckedSubgraph[],
): Generator<Remark> {
  const coordinate = `${type}.${field.name.value}`;
  yield* remarksOnOverride(field, coordinate, subgraph, subgraphs);
  // Without a key it is not the entity, and composition says so.
  if (!hasKey(subgraph, type)) return;
  const owner = ownerOf(type, subgraphs);
  // A field that the owner has too is no new one.
  const isNew = owner !== undefined && !placeOfCoordinate(owner, coordinate);
  if (
    isNew &&
    field.type.kind === Kind.NON_NULL_TYPE &&
    !findDirective(subgraph, field, 'shareable') &&
    isOfOtherTeam(owner, subgraph)
  )
    yield {
      ...remark(
        'NON_NULL_ON_FOREIGN_ENTITY',
        coordinate,
        subgraph,
        `"${coordinate}" cannot be null: while ${subgraph.name} does not answer, clients that ask for it lose the whole ${type}, which is of ${teamOf(owner)}.`,
        'Let it be null: remove the `!` at the end of its type.',
        'error',
      ),
      owner,
    };
}

/** A field of an entity, or of the root: `@override` needs no key there. */
function* remarksOnOverride(
  field: FieldDefinitionNode,
  coordinate: string,
  subgraph: CheckedSubgraph,
  subgraphs: readonly CheckedSubgraph[],
): Generator<Remark> {
  const from = readArgument(findDirective(subgraph, field, 'override'), 'from');
  const source = subgraphs.find(({ name }) => name === from);
  if (source && isOfOtherTeam(source, subgraph)) {
    const [at] = findPlaces([source], coordinate);
    yield {
      ...remark(
        'FIELD_TAKEN_OVER',
        coordinate,
        subgraph,
        `"${coordinate}" is taken from ${source.name}${at?.line === undefined ? '' : ` (${at.file}:${at.line})`} by @override, and ${teamOf(source)} has not agreed.`,
        `Ask ${teamOf(source)}${source.entry?.contact ? ` (${source.entry.contact})` : ''} to agree.`,
        'error',
      ),
      owner: source,
    };
  }
}

function isForeign(type: string, subgraph: CheckedSubgraph, subgraphs: readonly CheckedSubgraph[]): boolean {
  const owner = ownerOf(type, subgraphs);
  return owner !== undefined && owner.name !== subgraph.name;
}

/** Subgraphs without a recorded owner are each of a team of their own. */
function isOfOtherTeam(one: CheckedSubgraph, other: CheckedSubgraph): boolean {
  if (one.name === other.name) return false;
  const [a, b] = [one.entry?.owner ?? null, other.entry?.owner ?? null];
  return a === null || b === null || a !== b;
}

function teamOf({ name, entry }: CheckedSubgraph): string {
  return entry?.owner ? `the team ${entry.owner}` : `the team of ${name}`;
}

function isType(definition: { readonly kind: string }): definition is TypeNode {
  return /^(Object|Interface|InputObject|Enum|Union|Scalar)Type(Definition|Extension)$/.test(definition.kind);
}

function membersOf(definition: TypeNode): readonly MemberNode[] {
  if ('fields' in definition) return definition.fields ?? [];
  return 'values' in definition ? (definition.values ?? []) : [];
}

/** The fields of a key are as the owner of the entity describes them. */
function isKeyField(subgraph: CheckedSubgraph, definition: TypeNode, member: MemberNode): boolean {
  return findDirectives(subgraph, definition, 'key').some((key) =>
    String(readArgument(key, 'fields')).split(/\W+/).includes(member.name.value),
  );
}
