import type { Caller } from '../../subgraphs/protocol/caller.js';

/** Who asks, as a token proves it. */
export interface Identity extends Caller {
  /** What the token may be used for; `@requiresScopes` of the supergraph asks for these. */
  readonly scopes: ReadonlySet<string>;
}
