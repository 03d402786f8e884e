import { checkBuild } from '../check/build-section.js';
import type { SubgraphSdl } from '../composition/compose-supergraph.js';
import type { PublishedSubgraph } from '../registry/schema-files.js';
import { renderReport } from '../report/render.js';
import { createReport } from '../report/report.js';
import { describeChanges } from './describe-changes.js';

/** Subgraphs, and what they compose to. */
export interface Graph {
  subgraphs: readonly SubgraphSdl[];
  supergraphSdl: string;
  apiSdl: string;
}

/** What a registry has. */
export interface PublishedGraph extends Graph {
  /** The subgraphs with their entries. */
  published: readonly PublishedSubgraph[];
}

/** The SDL of a subgraph that somebody is working on. */
export interface LiveSubgraph extends SubgraphSdl {
  /** How findings name its text. */
  file: string;
}

/** What is published, with the subgraphs that somebody is working on, as it composed last. */
export class DevGraph {
  #composed: Graph;

  /** @param registry where it is published, for the places of published SDL */
  constructor(
    published: PublishedGraph,
    private readonly registry: string,
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
   * Composes, and reports what changes for clients, or why it does not compose, as `check` does.
   *
   * @param live by name; they take the place of published ones
   * @returns whether there is another supergraph to serve
   */
  async compose(published: PublishedGraph, live: ReadonlyMap<string, LiveSubgraph>): Promise<boolean> {
    const before = this.#composed;
    if (live.size === 0 && published === before) return false;
    const composed = live.size === 0 ? published : this.#composeWith(published, live);
    if (composed === undefined) return false;
    this.#composed = composed;
    const changes = await describeChanges(before.apiSdl, composed.apiSdl);
    const title = live.size === 0 ? 'As published' : `Composed with ${[...live.keys()].join(', ')}`;
    this.report(
      changes.length === 0
        ? `${title}: nothing changes for clients.`
        : [`${title}:`, ...changes.map((line) => `  ${line}`)].join('\n'),
    );
    return before.supergraphSdl !== composed.supergraphSdl;
  }

  /** @returns undefined for what does not compose or cannot be served, which is reported */
  #composeWith({ published }: PublishedGraph, live: ReadonlyMap<string, LiveSubgraph>): Graph | undefined {
    const changed = [...live.values()];
    const { section, result } = checkBuild({ published, registry: this.registry, changed, removed: [] });
    if (result === undefined) {
      const report = createReport(`Not composed with ${[...live.keys()].join(', ')}`, [section]);
      const text = renderReport(report, { format: 'text', more: '… there is more: `npm run schema -- check` has it' });
      this.report(`${text}What composed last is served.`);
      return undefined;
    }
    const others = published.filter(({ entry }) => !live.has(entry.name));
    const subgraphs = [...others.map(({ entry: { name, url }, sdl }) => ({ name, url, sdl })), ...changed];
    return { ...result.composed(), subgraphs };
  }
}
