import { GraphQLError, Kind, type SelectionSetNode } from 'graphql';
import { ERRORS, type ErrorCode } from '../errors.js';
import type { AbsentPlace } from './absent-place.js';
import type { ResponsePath } from './entities-at.js';
import { own } from './own.js';
import type { Data, Fault, FetchJournal, Target } from './fetch-journal.js';
import { selectionsOf } from './selections-of.js';

/**
 * Gives every fault of a request its place in the response. A fault of a whole fetch is told at each field
 * that is null because of it, so that a client can say under every empty tile why it is empty; Apollo's
 * executor tells such faults without a path.
 *
 * @param data the response as the client gets it
 * @param completion what went wrong while the response was completed, such as null for a non-null field
 */
export function placeFaults(
  { fetches }: FetchJournal,
  data: Data | null,
  completion: readonly GraphQLError[],
): GraphQLError[] {
  const nulled = new Set(completion.map((error) => keyOf(error.path ?? [])));
  const isNull = (path: ResponsePath) => valueAt(data, path) === null || nulled.has(keyOf(path));
  const placed = new Map<string, GraphQLError>();

  for (const { faults, targets, document } of fetches) {
    for (const fault of faults) {
      const paths = fault.path
        ? [shownPart(data, fault.path)]
        : emptied(fault.target ? [fault.target] : targets, selectionsOf(document));
      for (const path of paths) place(path, fault);
      if (paths.length === 0) place(undefined, fault); // The client sees nothing of it, and is told all the same.
    }
  }
  const isExplained = explanations([...placed.values()].map(({ path }) => path ?? []));
  const unexplained = completion.filter(({ path = [] }) => !isExplained(path));
  const askedBy = unexplained.length > 0 ? servicesOfMissing() : new Map<string, Missed>();
  const absent = unexplained.length > 0 ? absentEntities() : askedBy;
  for (const { path = [], message } of unexplained) {
    const above = () => absent.get(waysTo(path).findLast((key) => absent.has(key)) ?? '');
    place(path, completionFault(message, askedBy.get(keyOf(path)) ?? above()));
  }
  return [...placed.values()];

  function place(path: ResponsePath | undefined, { message, extensions }: Fault): void {
    const key = path ? keyOf(path) : JSON.stringify([message, extensions]);
    if (!placed.has(key)) placed.set(key, new GraphQLError(message, { path: path ?? null, extensions }));
  }

  /** The fields that are null because a fetch for these targets failed. */
  function emptied(targets: readonly Target[], selections: SelectionSetNode): ResponsePath[] {
    const asked = targets.flatMap((target) => missing(selections, target)).filter(isNull);
    if (asked.length > 0) return asked;
    // The fetch was to bring only what later ones need: the fields that nobody brought are null because of it.
    return targets
      .flatMap(({ path, data: gathered }) => {
        const shown = valueAt(data, path);
        return isObject(shown)
          ? Object.keys(shown)
              .filter((name) => own(gathered, name) === undefined)
              .map((name) => [...path, name])
          : [];
      })
      .filter(isNull);
  }

  /** For each field that nobody brought, the first subgraph that was asked for it. */
  function servicesOfMissing(): Map<string, Missed> {
    const services = new Map<string, Missed>();
    for (const { service, targets, absent, document } of fetches) {
      for (const target of targets) {
        for (const path of missing(selectionsOf(document), target)) {
          const key = keyOf(path);
          if (!services.has(key)) services.set(key, { service, isAbsent: absent.has(target) });
        }
      }
    }
    return services;
  }

  /** By the path of an entity, the subgraph that does not have it: without it nobody could be asked for what lies below. */
  function absentEntities(): Map<string, Missed> {
    return new Map(
      fetches.flatMap(({ service, absent }) =>
        [...absent].map(({ path }) => [keyOf(path), { service, isAbsent: true }] as const),
      ),
    );
  }
}

/** The fields that nobody brought of entities that a subgraph does not have. */
export function absentFields({ fetches }: FetchJournal): AbsentPlace[] {
  return fetches.flatMap(({ service, absent, document }) =>
    [...absent].flatMap((target) => missing(selectionsOf(document), target).map((path) => ({ path, service }))),
  );
}

/** Who was to bring a value that nobody brought. */
interface Missed {
  service: string;
  /** It does not have the entity at all: a reference to it leads nowhere, which is no fault of this subgraph. */
  isAbsent: boolean;
}

/** A field is null that may not be, and no subgraph told why: the one that was asked for it is named. */
function completionFault(message: string, missed: Missed | undefined): Pick<Fault, 'message' | 'extensions'> {
  const code: ErrorCode = missed?.isAbsent ? 'REFERENCE_NOT_FOUND' : 'SUBGRAPH_BAD_ANSWER';
  if (!missed) return { message, extensions: { code } };
  const { service } = missed;
  return { message: ERRORS[code].message.en.replace('{service}', () => service), extensions: { code, service } };
}

/** Tells of a path whether an error at one of these, or above or below one, explains it. */
function explanations(paths: readonly ResponsePath[]): (path: ResponsePath) => boolean {
  const told = new Set(paths.map(keyOf));
  const aboveTold = new Set(paths.flatMap(waysTo));
  return (path) => aboveTold.has(keyOf(path)) || waysTo(path).some((key) => told.has(key));
}

/** The keys of a path and of every path that leads to it. */
function waysTo(path: ResponsePath): string[] {
  return Array.from({ length: path.length + 1 }, (_, length) => keyOf(path.slice(0, length)));
}

/** The selected fields of a target for which nobody brought a value. */
function missing(selections: SelectionSetNode, { path, data }: Target): ResponsePath[] {
  return selections.selections.flatMap((selection): ResponsePath[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return []; // Apollo's planner writes none.
    if (selection.kind === Kind.INLINE_FRAGMENT) return missing(selection.selectionSet, { path, data });
    const name = selection.alias?.value ?? selection.name.value;
    const value = own(data, name);
    if (value === undefined) return [[...path, name]];
    return selection.selectionSet ? missingWithin(selection.selectionSet, value, [...path, name]) : [];
  });
}

function missingWithin(selections: SelectionSetNode, value: unknown, path: ResponsePath): ResponsePath[] {
  if (Array.isArray(value))
    return value.flatMap((element, index) => missingWithin(selections, element, [...path, index]));
  return isObject(value) ? missing(selections, { path, data: value }) : [];
}

/** A subgraph may fail at a field that only the plan asked for: then the object that lacks it is told. */
function shownPart(data: Data | null, path: ResponsePath): ResponsePath {
  const hidden = path.findIndex((step, index) => {
    const parent = valueAt(data, path.slice(0, index));
    return isObject(parent) && !Object.hasOwn(parent, step);
  });
  return hidden === -1 ? path : path.slice(0, hidden);
}

/** Undefined where nothing is, so also below a null. */
function valueAt(data: unknown, path: ResponsePath): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? own(value as Data, step) : undefined),
    data,
  );
}

function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keyOf(path: ResponsePath): string {
  return JSON.stringify(path);
}
