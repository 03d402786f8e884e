import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Challenge, Event } from '../references.js';
import type { StoredQuote } from './person.model.js';
import { Quote } from './quote.type.js';
import { stubOf } from '../../runtime/foreign/stub.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

@Resolver(() => Quote)
export class QuoteResolver {
  @FieldResolver(() => Event, { nullable: true, description: 'The event it was said at.' })
  event(@Root() quote: StoredQuote) {
    return stubOf(quote.eventId);
  }

  @ListSize(4)
  @FieldResolver(() => [Challenge], { description: 'The challenges it speaks of.' })
  challenges(@Root() quote: StoredQuote) {
    return quote.challenges.map((code) => ({ code }));
  }
}
