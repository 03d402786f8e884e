import { CompositionError } from '../composition/composition-error.js';
import { composeSupergraph, type Composed, type SubgraphSdl } from '../composition/compose-supergraph.js';
import { describeChanges } from './describe-changes.js';

/** What a registry has. */
export interface PublishedGraph {
  subgraphs: readonly SubgraphSdl[];
  supergraphSdl: string;
  apiSdl: string;
}

/** What is published, with the subgraphs that somebody is working on, as it composed last. */
export class DevGraph {
  #composed: Composed;

  constructor(
    private readonly published: PublishedGraph,
    private readonly report: (text: string) => void,
  ) {
    this.#composed = published;
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
  async compose(live: ReadonlyMap<string, SubgraphSdl>): Promise<boolean> {
    if (live.size === 0) return false;
    const before = this.#composed;
    try {
      this.#composed = composeSupergraph([
        ...this.published.subgraphs.filter(({ name }) => !live.has(name)),
        ...live.values(),
      ]);
    } catch (error) {
      if (!(error instanceof CompositionError)) throw error;
      this.report(`${error.message}\nWhat composed last is served.`);
      return false;
    }
    const changes = await describeChanges(before.apiSdl, this.#composed.apiSdl);
    const title = `Composed with ${[...live.keys()].join(', ')}`;
    this.report(
      changes.length === 0
        ? `${title}: nothing changes for clients.`
        : [`${title}:`, ...changes.map((line) => `  ${line}`)].join('\n'),
    );
    return before.supergraphSdl !== this.#composed.supergraphSdl;
  }
}
