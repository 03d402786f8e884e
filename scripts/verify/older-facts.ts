import { NETWORK } from '../../subgraphs/runtime/history/who-changed.js';
import type { Finding } from './check.js';
import type { ReadRecord } from './verified-graph.js';

/** A fact of the seed that is older than a rule, as the check tells it. The same shape in anything else is a finding. */
export interface OlderFact extends Omit<Finding, 'expected'> {
  /** Why it stays as it is. */
  reason: string;
}

const OFFICERS = 'A city has one open officer of a kind';
const AS_OF = 'each source names who held the office on its day, and none says when the one before left';

/** In the first records: sources said so before the rules were made, and nobody may add to what sources say. */
export const OLDER_FACTS: readonly OlderFact[] = [
  {
    check: OFFICERS,
    record: { kind: 'City', id: 'th-bangkok' },
    found: '3 open offices CHIEF_SMART_CITY_OFFICER: chaiwat-thongkamkoon, chayathan-promsorn, jiraroth-sukolrat',
    reason: AS_OF,
  },
  {
    check: OFFICERS,
    record: { kind: 'City', id: 'th-amata-chonburi' },
    found: '3 open offices CHIEF_SMART_CITY_OFFICER: narumon-intharak, seksan-phunboonmee, veerapat-kiatfuengfoo',
    reason: AS_OF,
  },
  {
    check: OFFICERS,
    record: { kind: 'City', id: 'th-phuket' },
    found:
      '3 open offices CHIEF_SMART_CITY_OFFICER: nuttapon-nimmanphatcharin, passakon-prathombutr, pracha-asavateera',
    reason: AS_OF,
  },
];

/** Why a finding is of a fact that is older than the rule; undefined for one that must be put right. */
export function olderReason({ check, record, found, older }: Finding): string | undefined {
  const known = OLDER_FACTS.find(
    (fact) =>
      fact.check === check && fact.record.kind === record.kind && fact.record.id === record.id && fact.found === found,
  );
  return older ?? known?.reason;
}

/** Whether version 1 did a write to a record: the lines of its writes alone have no office of their own. */
export function wasWrittenByVersion1({ history }: ReadRecord, mutation: string): boolean {
  return (history?.nodes ?? []).some(({ action, office }) => action === mutation && office === NETWORK);
}
