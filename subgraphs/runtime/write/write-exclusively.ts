import type { ActingCaller } from '../../protocol/caller.js';
import type { SubgraphContext } from '../subgraph.js';
import { runExclusively } from './keyed-mutex.js';
import type { WriteInput } from './write.input.js';
import { writeOnce, type Write } from './write.js';

/**
 * Does a write once, as {@link writeOnce} does, after those of the same records that came before it.
 *
 * @param records all that it changes, each as `Type/id`
 * @throws CONFLICT also when too many wait for one of them
 */
export function writeExclusively<T, L>(
  context: SubgraphContext<L>,
  caller: ActingCaller,
  action: string,
  input: WriteInput,
  records: readonly string[],
  work: (write: Write) => Promise<T>,
): Promise<T> {
  return runExclusively(context.database, records, () => writeOnce(context, caller, action, input, work));
}
