import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkedCode } from '../../domain/checks/check-id.js';
import { checkedList } from '../../domain/checks/check-list.js';
import { checkText, LONGEST_NAME } from '../../domain/checks/check-text.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { ReasonedInput } from '../../runtime/write/write.input.js';
import { correctedNames } from '../facts/corrected-name.js';
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
}

@Resolver()
export class ChangeSolutionMutation {
  @Directive('@authenticated')
  @Mutation(() => Solution, {
    nullable: true,
    description: 'Corrects what is on file of a solution. For officers of the partner that owns it.',
  })
  async changeSolution(
    @Arg('input', () => ChangeSolutionInput, { description: 'The corrections and the reason.' })
    input: ChangeSolutionInput,
    @Ctx() context: PartnersContext,
  ) {
    const { solutionId, kind, aliases, addresses, dimensions } = input;
    const { solution } = await changeSolution(context, {
      action: 'changeSolution',
      input,
      solutionId,
      argument: 'input.solutionId',
      grants: ({ ownerPartnerId }) => [['partner-officer', ownerPartnerId]],
      foreign: (addresses ?? []).map((code, at) => ['Challenge', `input.addresses.${at}`, code] as const),
      change: (before) => {
        const spellings = checkedList('input.aliases', MOST_OF_SOLUTION, aliases ?? [], (argument, alias) =>
          checkText(argument, LONGEST_NAME, alias),
        );
        const codes =
          addresses == null
            ? before.addresses
            : checkedList('input.addresses', MOST_OF_SOLUTION, addresses, checkedCode);
        checkAddresses(codes);
        return {
          id: solutionId,
          set: {
            ...correctedNames(before, input, aliases === undefined ? before.aliases : spellings),
            addresses: codes,
            ...(kind != null && { kind }),
            ...(dimensions !== undefined && { dimensions: [...new Set(dimensions ?? [])] }),
          },
        };
      },
    });
    return solution;
  }
}
