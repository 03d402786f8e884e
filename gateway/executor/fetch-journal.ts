import type { DocumentNode } from 'graphql';
import { entitiesAt, type ResponsePath } from './entities-at.js';
import { own } from './own.js';

export type Data = Record<string, unknown>;

/** Something that went wrong with one fetch, and what the client may read about it. */
export interface Fault {
  /** Where in the response. */
  path?: ResponsePath;
  /** Without a path: which target it befell; without both, the whole fetch. */
  target?: Target;
  message: string;
  extensions: Record<string, unknown>;
}

/** A place in the response that a fetch fills: its path, and the data gathered there (kept current by the executor). */
export interface Target {
  path: ResponsePath;
  data: Data;
}

/** One request to a subgraph. */
export interface Fetch {
  service: string;
  document: DocumentNode;
  /** One for each representation; for a fetch of root fields, the response itself. */
  targets: readonly Target[];
  /** The targets whose entity the subgraph does not have. */
  absent: Set<Target>;
  faults: Fault[];
}

/** What a request's fetches were, brought, and failed at. */
export interface FetchJournal {
  readonly fetches: readonly Fetch[];
  /**
   * @param path where the fetch's entities are; `@` stands for every element of a list
   * @param representations the entities asked for; undefined for root fields
   */
  begin(
    service: string,
    document: DocumentNode,
    path: readonly (string | number)[],
    representations: readonly Data[] | undefined,
  ): Fetch;
  /** Notes the root fields that a fetch brought: later fetches find their entities in them. */
  brought(data: Data): void;
}

/**
 * Starts the journal of a request. Apollo's executor merges what data sources return by reference, so the
 * objects noted here are those it goes on to fill.
 */
export function createFetchJournal(): FetchJournal {
  const fetches: Fetch[] = [];
  const root = Object.create(null) as Data;

  return {
    fetches,
    begin(service, document, path, representations) {
      const targets = representations
        ? targetsOf(representations, [...entitiesAt(root, path)])
        : [{ path: [], data: root }];
      const fetch: Fetch = { service, document, targets, absent: new Set(), faults: [] };
      fetches.push(fetch);
      return fetch;
    },
    brought(data) {
      for (const [name, value] of Object.entries(data)) root[name] ??= value;
    },
  };
}

/** The executor makes representations in the order of the entities, and none for entities of another type or without their keys. */
function targetsOf(representations: readonly Data[], entities: readonly Target[]): Target[] {
  let next = 0;
  return representations.flatMap((representation) => {
    while (next < entities.length && !represents(representation, entities[next]!.data)) next += 1;
    return next < entities.length ? [entities[next++]!] : [];
  });
}

function represents(representation: Data, entity: Data): boolean {
  return Object.entries(representation).every(([name, value]) =>
    typeof value === 'object' && value !== null ? Object.hasOwn(entity, name) : own(entity, name) === value,
  );
}
