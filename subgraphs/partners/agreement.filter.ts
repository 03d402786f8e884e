import { anyOf } from '../runtime/filter.js';
import type { AgreementFilter } from './agreement.args.js';

/** The MongoDB filter of a client's choice of agreements. */
export function agreementFilter(filter: AgreementFilter | null | undefined): object {
  if (!filter) return {};
  const { ids, kind, status, city, partner, programme, solution } = filter;
  return {
    ...(ids != null && { _id: anyOf('filter.ids', ids) }),
    ...(kind != null && { kind: anyOf('filter.kind', kind) }),
    ...(status != null && { status: anyOf('filter.status', status) }),
    ...(city != null && { 'parties.cityId': city }),
    ...(partner != null && { 'parties.partnerId': partner }),
    ...(programme != null && { programmeId: programme }),
    ...(solution != null && { solutionId: solution }),
  };
}
