import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Source } from '../../domain/sources/source.type.js';
import { resolveSource } from '../../domain/sources/resolve-sources.js';
import type { Row } from '../../runtime/database/model.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import { agreementOrders, AgreementsArgs, agreementFilter, hasEnded } from './agreement.args.js';
import type { StoredAgreement, StoredSignature } from './agreement.model.js';
import { Agreement, AgreementConnection, Funding, Signature } from './agreement.type.js';
import { CityOrPartner } from '../facts/party.type.js';
import { Event } from '../references.js';
import { loadOrNull } from '../../runtime/database/loader.js';
import type { PartnersContext } from '../loaders.js';
import { Programme } from '../programme/programme.type.js';
import { Solution } from '../solution/solution.type.js';
import { stubOf } from '../../runtime/foreign/stub.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

type AgreementRow = Row<StoredAgreement>;

@Resolver(() => Agreement)
export class AgreementResolver {
  @Query(() => Agreement, { nullable: true, description: 'One agreement by its id, null when there is none.' })
  agreement(
    @Arg('id', () => ID, { description: 'Such as agreement-kkts-2017.' }) id: string,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return loaders.agreements.byId.load(id);
  }

  @Query(() => AgreementConnection, { nullable: true, description: 'Agreements between cities and partners.' })
  agreements(
    @Args(() => AgreementsArgs) { filter, orderBy, ...page }: AgreementsArgs,
    @Ctx() { loaders, clock }: PartnersContext,
  ) {
    return loaders.agreements.page(agreementFilter(filter, clock), agreementOrders.of(orderBy), page);
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether it has ended, today in Thailand: its status says so, or its last day is past, whatever the status says.',
  })
  hasEnded(@Root() agreement: AgreementRow, @Ctx() { clock }: PartnersContext) {
    return hasEnded(agreement, today(clock, THAILAND));
  }

  @ListSize(8)
  @FieldResolver(() => [CityOrPartner], { description: 'Who is bound by it.' })
  parties(@Root() agreement: AgreementRow) {
    return agreement.parties;
  }

  @ListSize(8)
  @FieldResolver(() => [Signature], {
    description:
      'Which of the parties signed here: the agreement is SIGNED when all have. Empty where sources tell the status.',
  })
  signatures(@Root() { signatures = [], sources }: AgreementRow) {
    return signatures.map((signature) => resolveSource(sources, signature));
  }

  @FieldResolver(() => Funding, {
    nullable: true,
    description: 'What it costs and who pays, null when nothing is known.',
  })
  funding(@Root() { funding, sources }: AgreementRow) {
    return funding && { ...funding, values: funding.values.map((fact) => resolveSource(sources, fact)) };
  }

  @FieldResolver(() => Programme, { nullable: true, description: 'The programme it belongs to.' })
  programme(@Root() agreement: AgreementRow, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.programmes.byId, agreement.programmeId);
  }

  @FieldResolver(() => Solution, { nullable: true, description: 'The solution it is about.' })
  solution(@Root() agreement: AgreementRow, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.solutions.byId, agreement.solutionId);
  }

  @FieldResolver(() => Event, { nullable: true, description: 'The event at which it was made.' })
  occasion(@Root() agreement: AgreementRow) {
    return stubOf(agreement.occasionEventId);
  }
}

@Resolver(() => Signature)
export class SignatureResolver {
  @FieldResolver(() => CityOrPartner, { description: 'The party that signed.' })
  party(@Root() { party }: StoredSignature) {
    return party;
  }

  @FieldResolver(() => Source, { nullable: true, description: 'Where it can be read.' })
  source(@Root() { source }: { source: Source | null }) {
    return source;
  }
}
