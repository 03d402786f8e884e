import { isAbstractType, type SelectionNode } from 'graphql';
import type { Position } from '../canonical/canonical-operation.js';
import type { ObjectProjection, Projection } from '../canonical/projection.js';
import type { PreparedPlan } from '../fetches/prepared-plan.js';
import { fetchedPaths, joinPath } from '../planning/plan-fields.js';

/** Fetches of the plans of one operation: the bit of each is that of its number, counted through all plans. */
export type FetchSet = bigint;

/** The set of one fetch. */
export function setOf(number: number): FetchSet {
  return 1n << BigInt(number);
}

/** Tells whether a set has all fetches of another one. */
export function includesAll(set: FetchSet, other: FetchSet): boolean {
  return (other & ~set) === 0n;
}

/** How a result is divided into what is sent first and what each deferred fragment adds. */
export interface Division {
  /** Of the data, without the deferred fragments. */
  readonly root: ObjectProjection;
  /** The fetches that bring what is sent first. */
  readonly first: FetchSet;
  /** The fetches that bring what a fragment selects, by its node. */
  readonly byFragment: ReadonlyMap<SelectionNode, FetchSet>;
}

/** Makes the projection of an operation's data, with fragments that are kept apart. */
type ProjectApart = (deferred: ReadonlySet<SelectionNode>) => Pick<Projection, 'root'>;

/** Selections that are sent together. */
interface Part {
  /** Of the fields, in canonical keys. */
  readonly paths: Set<string>;
  /** The parts that its fragment stands in. */
  readonly parents: Set<Part>;
  readonly visited: Set<ObjectProjection>;
}

/**
 * The division of one operation, by its plans. The whole operation is planned and fetched as it would be without `@defer`: a fragment
 * is sent later when some of its fields are brought by fetches that bring nothing of what is sent before it.
 */
export class ResultDivider {
  readonly #divisions = new WeakMap<readonly PreparedPlan[], { readonly division: Division | null }>();

  /** @param candidates the fragments that may be sent later */
  constructor(
    private readonly candidates: ReadonlySet<SelectionNode>,
    private readonly project: ProjectApart,
  ) {}

  /** @returns null when all is sent at once: no fragment would come later than the rest */
  divide(plans: readonly PreparedPlan[]): Division | null {
    let known = this.#divisions.get(plans);
    if (!known) {
      known = { division: this.#divide(plans) };
      this.#divisions.set(plans, known);
    }
    return known.division;
  }

  #divide(plans: readonly PreparedPlan[]): Division | null {
    const brought = plans
      .flatMap(({ fetches }) => fetches)
      .map(({ node }, number) => ({ set: setOf(number), paths: fetchedPaths(node) }));
    const fetchesOf = ({ paths }: Part): FetchSet =>
      brought.reduce((all, each) => (each.paths.some((path) => paths.has(path)) ? all | each.set : all), 0n);
    const before = partsOf(this.project(this.candidates).root);
    const later = [...before.byFragment].filter(([, part]) => addsFetches(part, fetchesOf)).map(([node]) => node);
    if (later.length === 0) return null;
    const { root } = this.project(new Set(later));
    const { first, byFragment } = partsOf(root);
    return {
      root,
      first: fetchesOf(first),
      byFragment: new Map([...byFragment].map(([node, part]) => [node, fetchesOf(part)])),
    };
  }
}

/** The positions of a whole result at which what is selected of an object depends on its type: no part may do without the type there. */
export function findTypedPositions(root: ObjectProjection): ReadonlySet<Position> {
  const found = new Set<Position>();
  const visited = new Set<ObjectProjection>();
  visit(root);
  return found;

  function visit(projection: ObjectProjection): void {
    if (visited.has(projection)) return;
    visited.add(projection);
    for (const field of projection.fields) {
      const selection = field.kind === 'data' ? field.selection : null;
      if (!selection) continue;
      if (!selection.ofAny()) found.add(selection.position);
      selection.all().forEach(visit);
    }
  }
}

/** The fields of each part, as far as they are fetched. */
function partsOf(root: ObjectProjection): { first: Part; byFragment: Map<SelectionNode, Part> } {
  const first = newPart();
  const byFragment = new Map<SelectionNode, Part>();
  visit(root, '', first);
  return { first, byFragment };

  function visit(projection: ObjectProjection, path: string, part: Part): void {
    if (part.visited.has(projection)) return;
    part.visited.add(projection);
    for (const field of projection.fields) {
      if (field.kind !== 'data') continue;
      const own = joinPath(path, field.key);
      part.paths.add(own);
      if (!field.selection) continue;
      // The type of its objects decides what is selected of them.
      if (isAbstractType(field.selection.type)) part.paths.add(joinPath(own, '__typename'));
      for (const inner of field.selection.all()) visit(inner, own, part);
    }
    for (const { node, projection: projectionOf } of projection.deferred) {
      let own = byFragment.get(node);
      if (!own) byFragment.set(node, (own = newPart()));
      own.parents.add(part);
      visit(projectionOf(), path, own);
    }
  }
}

function newPart(): Part {
  return { paths: new Set(), parents: new Set(), visited: new Set() };
}

/** Tells whether a part takes fetches that what is sent before it does not take. */
function addsFetches(part: Part, fetchesOf: (part: Part) => FetchSet): boolean {
  const known = new Map<Part, FetchSet>();
  const own = fetchesOf(part);
  return [...part.parents].some((parent) => !includesAll(fetchesBefore(parent), own));

  /** What has been fetched when a part was sent, whichever of its parents was sent before. */
  function fetchesBefore(each: Part): FetchSet {
    let before = known.get(each);
    if (before === undefined) {
      const [first = 0n, ...others] = [...each.parents].map(fetchesBefore);
      before = fetchesOf(each) | others.reduce((common, other) => common & other, first);
      known.set(each, before);
    }
    return before;
  }
}
