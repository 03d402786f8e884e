import type { Model } from 'mongoose';
import type { Stored } from '../../subgraphs/runtime/database/model.js';

/**
 * Gives a document as it is stored, with the model's defaults.
 *
 * @param origin where it comes from, for the message
 * @throws when it does not fit the model, naming origin, id and path
 */
export async function checkDocument<R extends Stored>(
  model: Model<R>,
  document: Stored,
  origin: string,
): Promise<object> {
  try {
    const made = new model(document);
    await made.validate();
    return made.toObject();
  } catch (error) {
    throw new Error(
      `${origin}: ${document._id} does not fit the model ${model.modelName}: ${(error as Error).message}`,
      { cause: error },
    );
  }
}
