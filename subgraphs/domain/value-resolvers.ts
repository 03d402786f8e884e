import { LocalizedTextResolver } from './localized-text.type.js';
import { PartialDateResolver } from './partial-date.type.js';

/** The resolvers of the value types that every subgraph shares. */
export const factResolvers = [LocalizedTextResolver, PartialDateResolver];
