import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkedCode, checkedId } from '../../domain/checks/check-id.js';
import { checkedList } from '../../domain/checks/check-list.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import { CHANGED_WEB_LINKS, changedWebLinks, WebLinkInput } from '../../domain/web-links/web-link.input.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { ReasonedInput } from '../../runtime/write/write.input.js';
import { knownRow } from '../../runtime/write/rows.js';
import { correctedNames } from '../facts/corrected-name.js';
import { ownerIsNotTheirs } from '../facts/owner-correction.js';
import { checkNoSimilarName } from '../facts/similar-names.js';
import { partnerModel } from '../partner/partner.model.js';
import { programmeModel } from '../programme/programme.model.js';
import { solutionModel } from './solution.model.js';
import type { PartnersContext } from '../loaders.js';
import { SolutionKind } from '../vocabulary/vocabulary.js';
import { changeSolution } from './change-solution.js';
import { checkAddresses, MOST_OF_SOLUTION } from './solution.mutation.js';
import { Solution } from './solution.type.js';

@InputType('ChangeSolutionInput', {
  description: 'What a solution is otherwise than it was published. What is absent stays; null takes it out.',
})
export class ChangeSolutionInput extends ReasonedInput {
  @Field(() => ID, { description: 'The solution.' })
  solutionId!: string;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'Its name, at most 200 characters. An absent language stays.',
  })
  name?: LocalizedTextInput | null;

  @Field(() => [String], { nullable: true, description: 'Its other names and spellings, at most 20.' })
  aliases?: string[] | null;

  @Field(() => SolutionKind, { nullable: true, description: 'What kind of solution it is.' })
  kind?: SolutionKind | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'What it is, at most 5,000 characters. An absent language stays.',
  })
  description?: LocalizedTextInput | null;

  @Field(() => [ID], { nullable: true, description: 'The challenges it addresses, by code, 1 to 20.' })
  addresses?: string[] | null;

  @Field(() => [Dimension], { nullable: true, description: 'The dimensions it serves.' })
  dimensions?: Dimension[] | null;

  @Field(() => ID, { nullable: true, description: 'The programme it came out of.' })
  originProgrammeId?: string | null;

  @Field(() => [ID], { nullable: true, description: 'The cities it was made with, at most 20.' })
  coCreatedWith?: string[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The partner that owns it; null is the same as leaving it out. For the network’s administrators.',
  })
  ownerId?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True when a solution of the same or a very similar name is on file, and this is another one.',
  })
  evenIfSimilar!: boolean;

  @Field(() => [WebLinkInput], { nullable: true, description: CHANGED_WEB_LINKS })
  webLinks?: WebLinkInput[] | null;
}

@Resolver()
export class ChangeSolutionMutation {
  @Directive('@authenticated')
  @Mutation(() => Solution, {
    nullable: true,
    description:
      'Corrects what is on file of a solution. A new name that is the same as or very similar to one on file is refused unless `evenIfSimilar`. For officers of the partner that owns it.',
  })
  async changeSolution(
    @Arg('input', () => ChangeSolutionInput, { description: 'The corrections and the reason.' })
    input: ChangeSolutionInput,
    @Ctx() context: PartnersContext,
  ) {
    const { database } = context;
    const { solutionId, kind, addresses, dimensions, originProgrammeId, ownerId } = input;
    const { solution } = await changeSolution(context, {
      action: 'changeSolution',
      input,
      solutionId,
      argument: 'input.solutionId',
      grants: ({ ownerPartnerId }) => [['partner-officer', ownerPartnerId]],
      records: ['Solution/*names'],
      foreign: [
        ...(addresses ?? []).map((code, at) => ['Challenge', `input.addresses.${at}`, code] as const),
        ...(input.coCreatedWith ?? []).map((id, at) => ['City', `input.coCreatedWith.${at}`, id] as const),
      ],
      change: async (before, _fact, write) => {
        const codes =
          addresses == null
            ? before.addresses
            : checkedList('input.addresses', MOST_OF_SOLUTION, addresses, checkedCode);
        checkAddresses(codes);
        if (ownerId != null && write.caller.as !== 'network-admin') throw ownerIsNotTheirs(solutionModel.called);
        const names = correctedNames(before, input);
        if (!input.evenIfSimilar)
          await checkNoSimilarName(database, solutionModel, write, { id: solutionId, ...names }, before);
        const coCreatedWith = checkedList(
          'input.coCreatedWith',
          MOST_OF_SOLUTION,
          input.coCreatedWith ?? [],
          checkedId,
        );
        const [owner, programme] = [
          await knownRow(database, partnerModel, write, 'input.ownerId', ownerId),
          await knownRow(database, programmeModel, write, 'input.originProgrammeId', originProgrammeId),
        ];
        return {
          id: solutionId,
          set: {
            ...names,
            addresses: codes,
            ...changedWebLinks(input),
            ...(kind != null && { kind }),
            ...(owner !== null && { ownerPartnerId: owner }),
            ...(originProgrammeId !== undefined && { originProgrammeId: programme }),
            ...(input.coCreatedWith !== undefined && { coCreatedWith }),
            ...(dimensions !== undefined && { dimensions: [...new Set(dimensions ?? [])] }),
          },
        };
      },
    });
    return solution;
  }
}
