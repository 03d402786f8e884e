import type { Caller } from '../../protocol/caller.js';
import type { SubgraphContext } from '../subgraph.js';
import { idempotencyRecordModel } from '../write/idempotency-record.model.js';
import { isWithdrawn, type ForeignEntityClient } from './foreign-entity-client.js';
import { notFound } from '../write/rows.js';
import { recordWithdrawn } from '../write/withdrawn-record.model.js';
import type { WriteInput } from '../write/write.input.js';
import { writeKey } from '../write/write-key.js';

/** An entity of another subgraph that a write may name: its type, the path of the input, and what the client gave there. */
export type NamedKey = readonly [type: string, argument: string, id: string | null | undefined];

const FORM = /^[\w-]{1,100}$/;

/** Tells whether a text may be the id of an entity: an owner is asked about nothing else. */
export function isEntityId(text: string): boolean {
  return FORM.test(text);
}

/**
 * Checks, before a write begins, that the owners of what it names have it. A write is not lost because another part is
 * down: then it is done, and who reads it is told what is missing. One that was answered before asks nobody again.
 *
 * @param action the mutation's name
 * @throws NOT_FOUND for the first key that its owner does not have, RULE_VIOLATED (WITHDRAWN) for one that was withdrawn
 */
export async function checkForeignKeys<L>(
  context: SubgraphContext<L>,
  caller: Caller,
  action: string,
  input: WriteInput,
  named: readonly NamedKey[],
): Promise<void> {
  const { owners } = context;
  const keys = named.flatMap(([type, argument, id]) => (mayAsk(owners, type, id) ? [{ type, argument, id }] : []));
  if (keys.length === 0 || (await isAnswered(context, caller, action, input))) return;
  const [unknown] = await owners.unknown(keys);
  if (!unknown) return;
  const refused = unknown.isWithdrawn ? recordWithdrawn : notFound;
  throw refused(owners.ownerOf(unknown.type), unknown.id, unknown.argument);
}

/**
 * Checks as {@link checkForeignKeys} does that the owner of one entity has it, and reads fields of it in the same request.
 *
 * @param selection the fields
 * @returns undefined when the write names nothing, its owner does not respond, or the write was answered before
 * @throws NOT_FOUND
 */
export async function readForeignFields<T extends object>(
  context: SubgraphContext,
  caller: Caller,
  action: string,
  input: WriteInput,
  [type, argument, id]: NamedKey,
  selection: string,
): Promise<T | undefined> {
  const { owners } = context;
  if (!mayAsk(owners, type, id) || (await isAnswered(context, caller, action, input))) return undefined;
  const owner = owners.ownerOf(type);
  const all = owner.withdrawable ? `${selection} standing { state }` : selection;
  const fields = await owners.fields<T>(type, id, all);
  if (fields === null) throw notFound(owner, id, argument);
  if (fields && isWithdrawn(fields)) throw recordWithdrawn(owner, id, argument);
  return fields;
}

function mayAsk(owners: ForeignEntityClient, type: string, id: string | null | undefined): id is string {
  return id != null && isEntityId(id) && owners.canAsk(type);
}

/** By the input of the write, of which each request has its own. */
const answers = new WeakMap<WriteInput, Promise<boolean>>();

/** Tells whether a write was answered before: then it asks no other subgraph again. It is looked up once for a write. */
export function isAnswered<L>(
  { database }: SubgraphContext<L>,
  caller: Caller,
  action: string,
  input: WriteInput,
): Promise<boolean> {
  let answer = answers.get(input);
  if (!answer) {
    answer = database
      .model(idempotencyRecordModel)
      .exists({ _id: writeKey(caller, action, input)._id })
      .then((found) => found !== null);
    answers.set(input, answer);
  }
  return answer;
}
