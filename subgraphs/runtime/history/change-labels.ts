import type { Role } from '../../protocol/caller.js';
import type { Sentence } from '../../protocol/language.js';
import type { StoredChange } from './change.model.js';

/** A mutation: what it did, in both languages, and who may do it. */
export interface Action extends Sentence {
  /** The kinds of roles of which one is needed, beside the network's administrators; none when only these may do it. */
  readonly roles: readonly Role[];
}

/** What a subgraph calls the changes of its records, in both languages. */
export interface ChangeLabels {
  /** By the name of the mutation. */
  readonly actions: Readonly<Record<string, Action>>;
  /** A record that has no name, by its GraphQL type. */
  readonly records: Readonly<Record<string, Sentence>>;
}

/** What `npm run migrate` does to a record: the only change that is no mutation. */
export const MIGRATE = 'migrate';
const MIGRATED: Sentence = { en: 'brought up to date by a new version', th: 'ปรับปรุงตามระบบเวอร์ชันใหม่' };
const CHANGED: Sentence = { en: 'changed', th: 'แก้ไข' };
const RECORD: Sentence = { en: 'A record', th: 'ข้อมูล' };

/** What a mutation or a migration does, for people; in general words for what is not known. */
export function actionLabel({ actions }: ChangeLabels, action: string): Sentence {
  return actions[action] ?? (action === MIGRATE ? MIGRATED : CHANGED);
}

/** A change of a record for people, never by its id or by the name of a mutation: “Its name”: what was done. */
export function changeTitle(
  labels: ChangeLabels,
  { name, type, action }: Pick<StoredChange, 'name' | 'type' | 'action'>,
): Sentence {
  const [en, th] = [name?.en ?? name?.th, name?.th ?? name?.en];
  const [kind, done] = [labels.records[type] ?? RECORD, actionLabel(labels, action)];
  return {
    en: `${en == null ? kind.en : `“${en}”`}: ${done.en}.`,
    th: `${th == null ? kind.th : `“${th}”`}: ${done.th}`,
  };
}
