import { LocalizedTextResolver } from './texts/localized-text.type.js';
import { PartialDateResolver } from './dates/partial-date.type.js';

/** The resolvers of the value types that every subgraph shares. */
export const valueResolvers = [LocalizedTextResolver, PartialDateResolver];
