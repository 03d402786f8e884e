import type { LiveSubgraph } from './dev-graph.js';
import type { LiveSdl } from './live-sdl.js';

/** The SDLs of running subgraphs, as they were read last. */
export class WatchedSdls {
  /** By name; a subgraph that never gave its SDL is missing. */
  readonly known = new Map<string, LiveSubgraph>();
  /** Problems that were reported, by name: each is reported once. */
  readonly #problems = new Map<string, string>();

  constructor(
    private readonly live: readonly LiveSdl[],
    private readonly report: (text: string) => void,
  ) {}

  /** Reads all of them. @returns whether one has changed */
  async look(): Promise<boolean> {
    const changed = await Promise.all(this.live.map((one) => this.#lookAt(one)));
    return changed.includes(true);
  }

  async #lookAt({ name, url, from, file, read }: LiveSdl): Promise<boolean> {
    let sdl: string;
    try {
      sdl = await read();
    } catch (error) {
      const { message } = error as Error;
      if (this.#problems.get(name) !== message) {
        const meanwhile = this.known.has(name)
          ? 'Its last SDL stays in the graph.'
          : 'The graph is served as it is published until then.';
        this.report(`${name}: ${message} ${meanwhile}`);
      }
      this.#problems.set(name, message);
      return false;
    }
    if (this.#problems.delete(name)) this.report(`${name}: ${from} responds.`);
    if (this.known.get(name)?.sdl === sdl) return false;
    this.known.set(name, { name, url, sdl, file });
    return true;
  }
}
