import type { Database } from '../database.js';
import type { Row } from '../model.js';
import type { Order } from '../order.js';
import { readPage, type Page } from '../page.js';
import type { PageArgs } from '../page-args.js';
import { changeModel, type StoredChange } from './change.model.js';

/** Versions only rise, so this is also the latest change first. */
const latestFirst: Order = { key: 'VERSION_DESC', path: 'version', direction: -1 };

/** A page of a record's history, the latest change first. */
export function readHistory(database: Database, recordId: string, args: PageArgs): Promise<Page<Row<StoredChange>>> {
  return readPage(database.model(changeModel), changeModel, { of: recordId }, latestFirst, args);
}
