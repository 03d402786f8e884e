import { ChangeType, CriticalityLevel, diff, DiffRule, type Change } from '@graphql-inspector/core';
import {
  GraphQLError,
  isInputObjectType,
  isRequiredArgument,
  isRequiredInputField,
  validate,
  type GraphQLSchema,
} from 'graphql';
import { elementsOf } from '../usage/find-users.js';
import type { UsageRecord } from '../usage/read-usage.js';
import { createSection, type Finding, type Place, type Section } from '../report/report.js';
import type { Approve } from './approvals.js';
import { findPlaces, type CheckedSubgraph } from './checked-subgraph.js';
import { describeUser, type KnownOperation } from './known-operations.js';
import { owningSubgraphs } from './owners.js';
import { removalFindings, unusedSince } from './removal-findings.js';
import type { SupergraphView } from './supergraph-view.js';

export interface OperationsInput {
  /** The supergraph as published, and with the change. */
  before: SupergraphView;
  after: SupergraphView;
  /** Of the change. */
  subgraphs: readonly CheckedSubgraph[];
  /** As published, for the places of what is removed. */
  publishedSubgraphs: () => readonly CheckedSubgraph[];
  operations: readonly KnownOperation[];
  usage: UsageRecord;
  approve: Approve;
  /** Names of the subgraphs that the change replaces, brings or takes out. */
  touched: ReadonlySet<string>;
  removed: readonly string[];
}

/** A change of what clients see. */
export interface ApiChange {
  code: string;
  level: 'BREAKING' | 'DANGEROUS' | 'SAFE';
  message: string;
  coordinate: string;
  /** An operation that uses one of these can be hurt; undefined: each can. */
  uses: readonly string[] | undefined;
}

/** Says what changes for clients, and which operations and clients use it. */
export async function checkOperations(input: OperationsInput): Promise<Section> {
  const { before, after, operations, usage, removed } = input;
  const changes = [...(await listApiChanges(before.api, after.api)), ...accessChanges(before, after)];
  const today = new Date().toISOString().slice(0, 10);
  const findings = changes.map((change) => {
    const users = change.level === 'SAFE' ? [] : usersOf(change, operations);
    return applyApprovals(describe(change, users, usage, placesOf(change, input), today), change.coordinate, input);
  });
  const named = new Set(changes.flatMap((change) => (change.level === 'BREAKING' ? usersOf(change, operations) : [])));
  findings.push(...brokenOperations(input, named));
  for (const finding of removalFindings(before.api, after.api, operations, today))
    findings.push(applyApprovals(finding, finding.places[0]?.coordinate ?? '', input));
  for (const name of removed)
    findings.push({
      severity: 'info',
      code: 'SUBGRAPH_REMOVED',
      message: `The subgraph ${name} is taken out.`,
      places: [],
    });
  return createSection('Operations', summarise(changes, findings, input), findings);
}

/** What changes between two API schemas, without descriptions. */
export async function listApiChanges(before: GraphQLSchema, after: GraphQLSchema): Promise<ApiChange[]> {
  const changes = await diff(before, after, [DiffRule.simplifyChanges]);
  return [...changes.flatMap((change) => readChange(change, after)), ...deprecationChanges(before, after)];
}

/** The team of the subgraph that a change is in may approve it. */
function applyApprovals(
  finding: Finding,
  coordinate: string,
  { approve, publishedSubgraphs, touched }: OperationsInput,
): Finding {
  if (finding.severity !== 'error') return finding;
  return approve(finding, coordinate, owningSubgraphs(coordinate, publishedSubgraphs(), touched));
}

function summarise(
  changes: readonly ApiChange[],
  findings: readonly Finding[],
  { operations }: OperationsInput,
): string {
  if (changes.length === 0 && findings.length === 0)
    return `no changes for clients; ${countOf(operations.length, 'known operation')} as before`;
  const count = (level: ApiChange['level']) => changes.filter((change) => change.level === level).length;
  const levels = (['BREAKING', 'DANGEROUS', 'SAFE'] as const)
    .filter((level) => count(level) > 0)
    .map((level) => `${count(level)} ${level}`);
  return `${levels.join(', ') || 'no'} ${changes.length === 1 ? 'change' : 'changes'} for clients; ${countOf(operations.length, 'known operation')}`;
}

function countOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Changes that only describe, or that repeat another one; {@link deprecationChanges} has what these miss. */
const REPEATING = /^DIRECTIVE_USAGE_|_DEPRECATION_REASON_/;

/** What need not be given breaks nobody. */
const OPTIONAL = /^(FIELD_ARGUMENT|INPUT_FIELD)_ADDED$/;

/** By these a default value may be taken away. */
const DEFAULT_CHANGED: readonly string[] = [
  ChangeType.FieldArgumentDefaultChanged,
  ChangeType.InputFieldDefaultValueChanged,
];

function readChange({ type, message, path = '', criticality, meta }: Change, after: GraphQLSchema): ApiChange[] {
  if (REPEATING.test(type)) return [];
  // Some changes have no facts.
  const facts = (meta ?? {}) as Record<string, unknown>;
  const isOptional = criticality.level === CriticalityLevel.Dangerous && OPTIONAL.test(type);
  const isSafe = isOptional || criticality.level === CriticalityLevel.NonBreaking;
  const coordinate = coordinateOf(type, path, facts);
  const mustBeGiven = isRequired(after, coordinate);
  const uses = usesOf(type, coordinate, facts, mustBeGiven);
  if (mustBeGiven && DEFAULT_CHANGED.includes(type)) {
    const text = `The default value of "${coordinate}" was removed, so that it must be given.`;
    return [{ code: type, level: 'BREAKING', message: text, coordinate, uses }];
  }
  const level = isSafe ? 'SAFE' : (criticality.level as ApiChange['level']);
  const plain = `${message.replaceAll("'", '"').replace(/\.$/, '')}.`;
  return [{ code: type, level, message: plain, coordinate, uses }];
}

/** Tells whether an argument or an input field cannot be left out. */
function isRequired(schema: GraphQLSchema, coordinate: string): boolean {
  const [, owner = '', member = '', argument] = /^(\w+)\.(\w+)(?:\((\w+):\))?$/.exec(coordinate) ?? [];
  const type = schema.getType(owner);
  if (!type || !('getFields' in type)) return false;
  if (isInputObjectType(type)) return member in type.getFields() && isRequiredInputField(type.getFields()[member]!);
  return type.getFields()[member]?.args.some((one) => one.name === argument && isRequiredArgument(one)) ?? false;
}

/** Inspector tells of deprecated fields only. */
function deprecationChanges(before: GraphQLSchema, after: GraphQLSchema): ApiChange[] {
  const old = new Map(elementsOf(before).map((element) => [element.coordinate, element]));
  return elementsOf(after).flatMap(({ coordinate, kind, deprecationReason }): ApiChange[] => {
    const was = old.get(coordinate);
    const [had, has] = [was?.deprecationReason, deprecationReason].map((reason) => typeof reason === 'string');
    if (!was || kind === 'field' || had === has) return [];
    const code = `${kind === 'argument' ? 'FIELD_ARGUMENT' : kind.toUpperCase().replace(' ', '_')}_DEPRECATION_${has ? 'ADDED' : 'REMOVED'}`;
    const message = `The ${kind} "${coordinate}" is ${has ? 'deprecated' : 'deprecated no more'}.`;
    return [{ code, level: 'SAFE', message, coordinate, uses: [coordinate] }];
  });
}

/** Inspector writes `City.events.first` for an argument, `City.mayor.@deprecated`, and `Found` for each member of a union. */
function coordinateOf(type: string, path: string, meta: Record<string, unknown>): string {
  const [owner, field, argument] = path.split('.');
  if (type.startsWith('FIELD_DEPRECATION')) return `${owner}.${field}`;
  if (type.startsWith('FIELD_ARGUMENT')) return `${owner}.${field}(${argument}:)`;
  if (type.startsWith('DIRECTIVE_ARGUMENT')) return `${owner}(${field}:)`;
  const root = /^SCHEMA_([A-Z])([A-Z]+)_TYPE/.exec(type);
  if (root) return `${root[1]}${root[2]!.toLowerCase()}`;
  const part =
    meta['removedUnionMemberTypeName'] ??
    meta['addedUnionMemberTypeName'] ??
    meta['removedInterfaceName'] ??
    meta['addedInterfaceName'];
  return part === undefined ? path : `${path}.${String(part)}`;
}

function usesOf(
  type: string,
  coordinate: string,
  meta: Record<string, unknown>,
  mustBeGiven: boolean,
): string[] | undefined {
  const [owner = '', rest = ''] = coordinate.split('.');
  const field = `${owner}.${rest.replace(/\(.*$/, '')}`;
  if (type.startsWith('DIRECTIVE_ARGUMENT')) return [coordinate.replace(/\(.*$/, '')];
  switch (type) {
    case ChangeType.FieldArgumentTypeChanged:
      return [mustBeGiven ? field : coordinate];
    case ChangeType.InputFieldTypeChanged:
      return [mustBeGiven ? owner : coordinate];
    // Whoever leaves the argument out is concerned.
    case ChangeType.FieldArgumentAdded:
    case ChangeType.FieldArgumentDefaultChanged:
      return [field];
    case ChangeType.InputFieldAdded:
    case ChangeType.InputFieldDefaultValueChanged:
      return [owner];
    case ChangeType.EnumValueRemoved:
    case ChangeType.EnumValueAdded:
      return [owner, coordinate];
    case ChangeType.UnionMemberRemoved:
      return [owner, String(meta['removedUnionMemberTypeName'])];
    case ChangeType.UnionMemberAdded:
      return [owner];
    case ChangeType.ObjectTypeInterfaceRemoved:
      return [owner, String(meta['removedInterfaceName'])];
    case ChangeType.ObjectTypeInterfaceAdded:
      return [owner, String(meta['addedInterfaceName'])];
    case ChangeType.SchemaQueryTypeChanged:
    case ChangeType.SchemaMutationTypeChanged:
    case ChangeType.SchemaSubscriptionTypeChanged:
      return undefined;
    default:
      return [coordinate];
  }
}

/** Who may read a field is part of what clients are promised. */
function accessChanges(before: OperationsInput['before'], after: OperationsInput['after']): ApiChange[] {
  const [old, now] = [before, after].map(({ access }) => access?.rules ?? new Map<string, never[]>());
  const coordinates = [...new Set([...old!.keys(), ...now!.keys()])].sort();
  return coordinates.flatMap((coordinate): ApiChange[] => {
    const [type = '', field] = coordinate.split('.');
    const isKnown = before.api.getType(type) !== undefined && after.api.getType(type) !== undefined;
    const had = rulesText(old!.get(coordinate));
    const has = rulesText(now!.get(coordinate));
    if (!isKnown || had === has || (field !== undefined && !hasField(before.api, type, field))) return [];
    const kind = had === '' ? 'added to' : has === '' ? 'removed from' : 'changed of';
    return [
      {
        code: `ACCESS_RULE_${had === '' ? 'ADDED' : has === '' ? 'REMOVED' : 'CHANGED'}`,
        level: has === '' ? 'SAFE' : 'BREAKING',
        message: `A rule of access was ${kind} "${coordinate}": ${has === '' ? 'everybody may read it' : has}.`,
        coordinate,
        uses: [coordinate],
      },
    ];
  });
}

function rulesText(rules: readonly { scopes?: readonly (readonly string[])[] | undefined }[] = []): string {
  return rules
    .map(({ scopes }) =>
      scopes ? `@requiresScopes ${scopes.map((all) => all.join(' and ')).join(', or ')}` : '@authenticated',
    )
    .sort()
    .join('; ');
}

function hasField(schema: GraphQLSchema, type: string, field: string): boolean {
  const found = schema.getType(type);
  return found !== undefined && 'getFields' in found && field in found.getFields();
}

function usersOf({ uses }: ApiChange, operations: readonly KnownOperation[]): KnownOperation[] {
  return uses === undefined
    ? [...operations]
    : operations.filter((operation) => uses.some((use) => operation.uses.has(use)));
}

function describe(
  { code, level, message, coordinate }: ApiChange,
  users: readonly KnownOperation[],
  { since }: UsageRecord,
  places: Place[],
  today: string,
): Finding {
  const finding = { code, places: places.length > 0 ? places : [{ coordinate }] };
  if (level === 'SAFE') return { ...finding, severity: 'info', message: `SAFE ${message}` };
  const severity = level === 'BREAKING' ? 'error' : 'warning';
  const todo = adviceOn(code, level);
  const advice = todo === undefined ? {} : { advice: todo };
  if (users.length > 0)
    return {
      ...finding,
      ...advice,
      severity,
      message: `${level} ${message} Used by ${countOf(users.length, 'known operation')}: ${nameUsers(users)}.`,
      details: users.map(describeUser),
    };
  // Who asks once a month is not in the record of a week.
  if (since === null || since > unusedSince(today)) {
    const record =
      since === null
        ? 'no gateway has recorded what clients ask'
        : `the record of what clients ask is complete only since ${since.slice(0, 10)}`;
    return {
      ...finding,
      ...advice,
      severity,
      message: `${level} ${message} No operation of the registry uses it, but ${record}: nobody knows.`,
    };
  }
  return {
    ...finding,
    severity: 'info',
    message: `SAFE (else ${level}) ${message} No operation of the registry uses it, and no client has asked for it since ${since.slice(0, 10)}.`,
  };
}

function adviceOn(code: string, level: ApiChange['level']): string | undefined {
  if (code.endsWith('_REMOVED')) return 'Keep it, deprecated, beside what replaces it.';
  if (level !== 'BREAKING') return undefined;
  if (OPTIONAL.test(code)) return 'Make it optional, or give it a default.';
  if (DEFAULT_CHANGED.includes(code)) return 'Keep the default, or make it optional.';
  if (code === 'FIELD_TYPE_CHANGED')
    return 'Keep its type, and add a field of another name that has the new type; then deprecate this one.';
  if (/^(FIELD_ARGUMENT|INPUT_FIELD)_TYPE_CHANGED$/.test(code))
    return 'Keep its type. Where it must be given now: make it optional, or give it a default.';
  if (code === 'TYPE_KIND_CHANGED') return 'Keep it, and give the new type another name.';
  return undefined;
}

function nameUsers(users: readonly KnownOperation[]): string {
  const shown = users.slice(0, 3).map(({ name, clients }) => {
    const names = [...new Set(clients.map((client) => client.name).filter((client) => client !== ''))].slice(0, 3);
    return names.length > 0 ? `${name} (of ${names.join(', ')})` : name;
  });
  return users.length > 3 ? `${shown.join(', ')} and ${users.length - 3} more` : shown.join(', ');
}

function placesOf({ coordinate, level }: ApiChange, { subgraphs, publishedSubgraphs }: OperationsInput): Place[] {
  const changed = subgraphs.filter(({ isChanged }) => isChanged);
  const here = findPlaces(changed, coordinate);
  if (here.length > 0 || level === 'SAFE') return here.slice(0, 2);
  // What is removed stands in the published text.
  const isSame = ({ name }: CheckedSubgraph) => subgraphs.some((one) => one.name === name && !one.isChanged);
  const published = publishedSubgraphs().filter((old) => !isSame(old));
  const before = findPlaces(published, coordinate);
  if (before.length > 0) return before.slice(0, 2);
  const [type = ''] = coordinate.split('.');
  return findPlaces([...changed, ...published], type)
    .slice(0, 1)
    .map((place) => ({ ...place, coordinate }));
}

/** Documents that are not valid any more, although no change above names them. */
function brokenOperations(
  { before, after, operations }: OperationsInput,
  named: ReadonlySet<KnownOperation>,
): Finding[] {
  return operations.flatMap((operation): Finding[] => {
    const { document, name, file } = operation;
    if (!document || named.has(operation)) return [];
    const [error] = validate(after.api, document);
    if (!(error instanceof GraphQLError) || validate(before.api, document).length > 0) return [];
    const at = error.locations?.[0];
    const isManifest = file?.endsWith('.json') === true;
    return [
      {
        severity: 'error',
        code: 'OPERATION_INVALID',
        message: `The operation ${name} is not valid any more: ${error.message}`,
        // In a manifest the document is one of many, each on one line.
        places: [
          { ...(file !== undefined && { file }), ...(at && !isManifest && { line: at.line, column: at.column }) },
        ],
      },
    ];
  });
}
