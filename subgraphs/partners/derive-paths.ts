import type { Document } from 'mongoose';
import type { ModelDefinition, Stored } from '../runtime/model.js';

/**
 * Computes hidden paths, which serve queries only, out of the rest of a document whenever one is checked against its
 * model: when it is seeded, invented or made by a client. A change of a record sets them itself where it must.
 *
 * @param derive gives the paths; of a document that is not checked yet, anything may be missing
 */
export function derivePaths<R extends Stored>(
  definition: ModelDefinition<R>,
  derive: (document: Partial<R>) => object,
): ModelDefinition<R> {
  definition.schema.pre('validate', function (this: Document) {
    this.set(derive(this.toObject() as Partial<R>));
  });
  return definition;
}
