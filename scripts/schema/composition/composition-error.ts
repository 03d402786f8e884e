import { CommandError } from '../report/exit-code.js';

/** The subgraphs do not make one graph; the message lists every reason, for the person who wrote them. */
export class CompositionError extends CommandError {
  override name = 'CompositionError';
}
