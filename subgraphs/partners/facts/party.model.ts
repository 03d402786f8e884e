import { nested, text } from '../../domain/mongoose-paths.js';

/** One side of an agreement or introduction: a city or a partner, the other one null. */
export interface StoredParty {
  cityId: string | null;
  partnerId: string | null;
}

/** How a side is stored. */
export const storedParty = nested({ cityId: text, partnerId: text });
