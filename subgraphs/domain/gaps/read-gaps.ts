import type { Collection } from '../../runtime/database/collection.js';
import { stubOf } from '../../runtime/foreign/stub.js';
import { anyOf } from '../../runtime/lists/filter.js';
import { byId, orderOfList } from '../../runtime/lists/order.js';
import { mapPage, type Page } from '../../runtime/lists/page.js';
import type { StoredGap } from './gap.model.js';
import type { RecordGapsArgs } from './record-gap.type.js';

const inOrder = orderOfList('recordGaps', byId);

/**
 * A page of the gaps of a subgraph's records, record by record.
 *
 * @throws BAD_USER_INPUT for wrong arguments of a page
 */
export async function readGaps(
  gaps: Collection<StoredGap>,
  { kind, fact, ...page }: RecordGapsArgs,
): Promise<Page<object>> {
  const filter = {
    ...(kind != null && { kinds: anyOf('kind', kind) }),
    ...(fact != null && { fact: anyOf('fact', fact) }),
  };
  return mapPage(await gaps.page(filter, inOrder, page), ({ cityId, ...gap }) => ({ ...gap, city: stubOf(cityId) }));
}
