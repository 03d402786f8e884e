import { MANIFEST_FILE } from '../../../gateway/supergraph/registry/manifest.js';
import type { RegistryFiles } from '../../../gateway/supergraph/registry/registry-files.js';
import { openRegistry, readRegistry, type PublishedRegistry } from '../registry/published-registry.js';
import type { PublishedGraph } from './dev-graph.js';

/** What a registry holds, as it was read last. */
export class WatchedRegistry {
  readonly #files: RegistryFiles;
  #manifest: string;
  #published: PublishedGraph;
  /** Reported once. */
  #problem: string | undefined;

  private constructor(
    private readonly location: string,
    registry: PublishedRegistry,
    private readonly report: (text: string) => void,
  ) {
    this.#files = openRegistry(location);
    this.#manifest = manifestOf(registry);
    this.#published = graphOf(registry);
  }

  /**
   * @param location a folder, or an http address that serves its files
   * @throws CommandError when it cannot be read
   */
  static async open(location: string, report: (text: string) => void): Promise<WatchedRegistry> {
    return new WatchedRegistry(location, await readRegistry(location), report);
  }

  get published(): PublishedGraph {
    return this.#published;
  }

  /** Reads it again when its manifest is another one. @returns whether it has changed */
  async look(): Promise<boolean> {
    try {
      const isSame = (await this.#files.read(MANIFEST_FILE)) === this.#manifest;
      const registry = isSame ? undefined : await readRegistry(this.location);
      if (this.#problem !== undefined) this.report(`${this.location} is readable again.`);
      this.#problem = undefined;
      if (registry === undefined || manifestOf(registry) === this.#manifest) return false;
      this.#manifest = manifestOf(registry);
      this.#published = graphOf(registry);
      this.report(`${this.location} has changed.`);
      return true;
    } catch (error) {
      const { message } = error as Error;
      if (this.#problem !== message)
        this.report(`${this.location} cannot be read: ${message}\nWhat it had before stays in the graph.`);
      this.#problem = message;
      return false;
    }
  }
}

/** It is the last one of the files. */
function manifestOf({ files }: PublishedRegistry): string {
  return files.at(-1)!.text;
}

function graphOf({ subgraphs, supergraphSdl, apiSdl }: PublishedRegistry): PublishedGraph {
  return {
    published: subgraphs,
    subgraphs: subgraphs.map(({ entry, sdl }) => ({ name: entry.name, url: entry.url, sdl })),
    supergraphSdl,
    apiSdl,
  };
}
