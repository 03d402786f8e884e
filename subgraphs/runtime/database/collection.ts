import { readWithdrawn } from '../write/withdrawn-record.model.js';
import type { Database } from './database.js';
import { rowLoader, type RowLoader } from './loader.js';
import type { ModelDefinition, Row, Stored } from './model.js';
import type { Order } from '../lists/order.js';
import { readPage, type Page } from '../lists/page.js';
import type { PageArgs } from '../lists/page-args.js';
import { relatedPages, type RelatedPages } from '../lists/related-pages.js';

/** Everything a request reads from one collection. Made anew for each request. */
export interface Collection<R extends Stored> {
  /** Rows by id, also withdrawn ones: one `find` a tick, and another one for ids that no row has. */
  readonly byId: RowLoader<R>;
  /** A page of the whole collection, filtered and ordered. */
  page(filter: object, order: Order, args: PageArgs): Promise<Page<Row<R>>>;
  /** Pages of lists that hang on parents: one aggregation a tick and list. */
  readonly related: RelatedPages<R>;
}

/** Opens a collection for one request. */
export function openCollection<R extends Stored>(database: Database, definition: ModelDefinition<R>): Collection<R> {
  const model = database.model(definition);
  return {
    byId: rowLoader(
      model,
      definition,
      definition.withdrawable ? (ids) => readWithdrawn(database, definition, ids) : undefined,
    ),
    page: (filter, order, args) => readPage(model, definition, filter, order, args),
    related: relatedPages(model, definition),
  };
}
