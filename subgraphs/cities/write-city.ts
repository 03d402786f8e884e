import type { Caller } from '../protocol/caller.js';
import { inTurn } from '../runtime/write/in-turn.js';
import type { WriteInput } from '../runtime/write/write.input.js';
import { writeOnce, type Write } from '../runtime/write/write.js';
import type { CitiesContext } from './loaders.js';

/** Does a write of a city once, after those of the same city that came before it: see {@link writeOnce}. */
export function writeCity<T>(
  context: CitiesContext,
  caller: Caller,
  action: string,
  input: WriteInput & { cityId: string },
  work: (write: Write) => Promise<T>,
): Promise<T> {
  return inTurn(context.database, input.cityId, () => writeOnce(context, caller, action, input, work));
}
