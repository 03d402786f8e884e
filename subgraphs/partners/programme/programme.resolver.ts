import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { resolveSource } from '../../domain/sources/resolve-sources.js';
import { anyOf } from '../../runtime/lists/filter.js';
import type { Row } from '../../runtime/database/model.js';
import { pageOfList } from '../../runtime/lists/page.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { AgreementConnection } from '../agreement/agreement.type.js';
import { ClaimConnection } from './claim.type.js';
import { ownedFact } from '../facts/owned-facts.js';
import { loadOrNull } from '../../runtime/database/loader.js';
import type { PartnersContext } from '../loaders.js';
import { PartnerRoleConnection } from '../partner/partner-role.type.js';
import { Partner } from '../partner/partner.type.js';
import {
  ClaimsArgs,
  programmeOrders,
  ProgrammePartnersArgs,
  ProgrammesArgs,
  programmeFilter,
} from './programme.args.js';
import type { StoredProgramme } from './programme.model.js';
import { Programme, ProgrammeConnection } from './programme.type.js';
import { oneParent } from '../../runtime/lists/relations.js';
import { SolutionConnection } from '../solution/solution.type.js';
import { StatedCount } from '../facts/stated-count.type.js';
import { Target } from './target.type.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

type ProgrammeRow = Row<StoredProgramme>;

@Resolver(() => Programme)
export class ProgrammeResolver {
  @Query(() => Programme, { nullable: true, description: 'One programme by its id, null when there is none.' })
  programme(
    @Arg('id', () => ID, { description: 'Such as city-possible.' }) id: string,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return loaders.programmes.byId.load(id);
  }

  @Query(() => ProgrammeConnection, {
    nullable: true,
    description: 'The networks, programmes and policies that cities and partners take part in.',
  })
  programmes(
    @Args(() => ProgrammesArgs) { filter, orderBy, ...page }: ProgrammesArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return loaders.programmes.page(programmeFilter(filter), programmeOrders.of(orderBy), page);
  }

  @FieldResolver(() => Partner, { nullable: true, description: 'Who owns it.' })
  owner(@Root() programme: ProgrammeRow, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.partners.byId, programme.ownerPartnerId);
  }

  @ListSize(8)
  @FieldResolver(() => [Target], {
    description:
      'The targets that somebody set for it, such as 100 smart cities by 2022. Targets that contradict each other stand side by side.',
  })
  targets(@Root() programme: ProgrammeRow) {
    return programme.targets.map((target) => ownedFact(programme, target));
  }

  @ListSize(12)
  @FieldResolver(() => [StatedCount], { description: 'Counts that sources state.' })
  counts(@Root() programme: ProgrammeRow) {
    return programme.counts.map((fact) => resolveSource(programme.sources, fact));
  }

  @FieldResolver(() => ClaimConnection, {
    description: 'What people and organisations say of the programme; not necessarily so. In the order on file.',
  })
  claims(@Root() programme: ProgrammeRow, @Args(() => ClaimsArgs) { firstOfKind, ...page }: ClaimsArgs) {
    const claims =
      firstOfKind == null
        ? programme.claims
        : programme.claims.filter((claim) => (claim.firstOfKind !== null) === firstOfKind);
    return pageOfList(
      'Programme.claims',
      claims.map((claim) => ownedFact(programme, claim)),
      page,
    );
  }

  @FieldResolver(() => PartnerRoleConnection, { nullable: true, description: 'What partners do in it, by partner.' })
  partnerRoles(
    @Root() programme: ProgrammeRow,
    @Args(() => ProgrammePartnersArgs) { role, ...page }: ProgrammePartnersArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return loaders.roles.load(programme.id, 'programmeId', page, role == null ? {} : { role: anyOf('role', role) });
  }

  @FieldResolver(() => SolutionConnection, { nullable: true, description: 'Solutions that came out of it, by id.' })
  solutions(
    @Root() programme: ProgrammeRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return loaders.solutions.related.load(programme.id, oneParent('originProgrammeId'), page);
  }

  @FieldResolver(() => AgreementConnection, { nullable: true, description: 'Agreements under it, by id.' })
  agreements(
    @Root() programme: ProgrammeRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return loaders.agreements.related.load(programme.id, oneParent('programmeId'), page);
  }
}
