import { CompositionError } from '../composition/composition-error.js';
import { composeSupergraph, type SubgraphSdl } from '../composition/compose-supergraph.js';
import { describeChanges } from './describe-changes.js';

/** What a registry has. */
export interface PublishedGraph {
  subgraphs: readonly SubgraphSdl[];
  supergraphSdl: string;
  apiSdl: string;
}

/** What is published, with the subgraphs that somebody is working on, as it composed last. */
export class DevGraph {
  #composed: PublishedGraph;

  constructor(
    published: PublishedGraph,
    private readonly report: (text: string) => void,
  ) {
    this.#composed = published;
  }

  /** As they composed last. */
  get subgraphs(): readonly SubgraphSdl[] {
    return this.#composed.subgraphs;
  }

  get supergraphSdl(): string {
    return this.#composed.supergraphSdl;
  }

  /**
   * Composes, and reports what changes for clients, or why it does not compose.
   *
   * @param live by name; they take the place of published ones
   * @returns whether there is another supergraph to serve
   */
  async compose(published: PublishedGraph, live: ReadonlyMap<string, SubgraphSdl>): Promise<boolean> {
    const before = this.#composed;
    if (live.size === 0 && published === before) return false;
    try {
      this.#composed = live.size === 0 ? published : composeWith(published, live);
    } catch (error) {
      if (!(error instanceof CompositionError)) throw error;
      this.report(`${error.message}\nWhat composed last is served.`);
      return false;
    }
    const changes = await describeChanges(before.apiSdl, this.#composed.apiSdl);
    const title = live.size === 0 ? 'As published' : `Composed with ${[...live.keys()].join(', ')}`;
    this.report(
      changes.length === 0
        ? `${title}: nothing changes for clients.`
        : [`${title}:`, ...changes.map((line) => `  ${line}`)].join('\n'),
    );
    return before.supergraphSdl !== this.#composed.supergraphSdl;
  }
}

/** @throws CompositionError */
function composeWith(published: PublishedGraph, live: ReadonlyMap<string, SubgraphSdl>): PublishedGraph {
  const subgraphs = [...published.subgraphs.filter(({ name }) => !live.has(name)), ...live.values()];
  return { ...composeSupergraph(subgraphs), subgraphs };
}
