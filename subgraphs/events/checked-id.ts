import { refusal } from '../runtime/errors.js';

/**
 * Checks the id of something that another subgraph owns: whether it exists is known to its owner only, so that a
 * reader of an id that nobody has gets null for it.
 *
 * @throws BAD_USER_INPUT
 */
export function checkedId(argument: string, id: string): string {
  if (/^[\w.-]{1,100}$/.test(id)) return id;
  throw refusal('BAD_USER_INPUT', { en: `\`${argument}\` is not an id of the network.`, th: `\`${argument}\` ไม่ใช่รหัสของเครือข่าย` }, { argument });
}

/** Ids that a client may give at once. */
const MOST = 20;

/** Checks several ids, at most 20, and drops doubles. */
export function checkedIds(argument: string, ids: readonly string[]): string[] {
  if (ids.length > MOST) throw refusal('BAD_USER_INPUT', { en: `\`${argument}\` takes at most ${MOST} ids, but got ${ids.length}.`, th: `\`${argument}\` รับได้ไม่เกิน ${MOST} รหัส แต่ได้รับ ${ids.length}` }, { argument });
  return [...new Set(ids.map((id, at) => checkedId(`${argument}.${at}`, id)))];
}
