import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { resolveSource } from '../../domain/sources/resolve-sources.js';
import type { Row } from '../../runtime/database/model.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { ClaimConnection } from '../programme/claim.type.js';
import { ownedFact } from '../facts/owned-facts.js';
import type { PartnersContext } from '../loaders.js';
import { Office } from './office.type.js';
import { PeopleArgs, personOrders, personFilter } from './person.args.js';
import type { StoredPerson } from './person.model.js';
import { Person, PersonConnection } from './person.type.js';
import { Quote } from './quote.type.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

type PersonRow = Row<StoredPerson>;

@Resolver(() => Person)
export class PersonResolver {
  @Query(() => Person, { nullable: true, description: 'One person by id, null when there is none.' })
  person(
    @Arg('id', () => ID, { description: 'Such as pongsak-yingchoncharoen.' }) id: string,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return loaders.people.byId.load(id);
  }

  @Query(() => PersonConnection, { nullable: true, description: 'Public office holders and speakers.' })
  people(@Args(() => PeopleArgs) { filter, orderBy, ...page }: PeopleArgs, @Ctx() { loaders, clock }: PartnersContext) {
    return loaders.people.page(personFilter(filter, clock), personOrders.of(orderBy), page);
  }

  @ListSize(3)
  @FieldResolver(() => [Office], { description: 'The offices on file, held now or once.' })
  offices(@Root() person: PersonRow) {
    return person.offices.map((office) => ownedFact(person, office));
  }

  @ListSize(4)
  @FieldResolver(() => [Quote], { description: 'What the person said.' })
  quotes(@Root() person: PersonRow) {
    return person.quotes.map((quote) => resolveSource(person.sources, quote));
  }

  @FieldResolver(() => ClaimConnection, {
    nullable: true,
    description: 'What the person says of programmes; not necessarily so.',
  })
  claims(@Root() person: PersonRow, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: PartnersContext) {
    return loaders.claims.load(person.id, 'speakerPersonId', page);
  }
}
