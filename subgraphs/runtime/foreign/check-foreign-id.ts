import type { Caller } from '../../protocol/caller.js';
import { refusal } from '../errors/errors.js';
import type { SubgraphContext } from '../subgraph.js';
import { idTaken } from '../write/rows.js';
import type { WriteInput } from '../write/write.input.js';
import { isAnswered } from './check-foreign-keys.js';

/**
 * Checks, before a write begins, that no other subgraph has the id of a new record: an id stands for one record of the
 * network, whatever its kind. The records of this subgraph are checked within the write. A write that was answered before
 * asks nobody again.
 *
 * @param action the mutation's name
 * @param argument the path of the input that gives the id
 * @throws CONFLICT when another subgraph has a record with it, DEADLINE_EXCEEDED while one does not respond
 */
export async function checkForeignId<L>(
  context: SubgraphContext<L>,
  caller: Caller,
  action: string,
  input: WriteInput,
  argument: string,
  id: string,
): Promise<void> {
  if (await isAnswered(context, caller, action, input)) return;
  const { owners } = context;
  const holder = await owners.holderOf(id);
  if (holder === undefined)
    throw refusal(
      'DEADLINE_EXCEEDED',
      {
        en: `Whether the id "${id}" is free cannot be asked now, so nothing was written: try again in a moment.`,
        th: `ขณะนี้ตรวจสอบไม่ได้ว่ารหัส "${id}" ว่างหรือไม่ จึงยังไม่ได้บันทึก โปรดลองอีกครั้งในอีกสักครู่`,
      },
      { argument },
    );
  if (holder !== null) throw idTaken(owners.ownerOf(holder), id, argument);
}
