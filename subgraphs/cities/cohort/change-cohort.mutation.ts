import { Arg, Ctx, Directive, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { checkPartialDate } from '../../domain/checks/check-date.js';
import { checkedIdOrNull } from '../../domain/checks/check-id.js';
import { changedText, LONGEST_DESCRIPTION, LONGEST_NAME } from '../../domain/checks/check-text.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import { sourceOfWrite, withSource } from '../../domain/sources/source-of-write.js';
import { SourceInput } from '../../domain/sources/source.input.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import { checkForeignKeys } from '../../runtime/foreign/check-foreign-keys.js';
import { authorize } from '../../runtime/write/authorize.js';
import { changeRow, checkVersion, notFound, readRow } from '../../runtime/write/rows.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import { ReasonedInput } from '../../runtime/write/write.input.js';
import { readProgramme } from '../city/membership/known-programme.js';
import { grantsOfProgrammeOwner } from '../city/membership/membership-right.js';
import { checkJoinedWithin } from '../city/membership/membership-rules.js';
import type { CitiesContext } from '../loaders.js';
import { checkedSize, checkMembersJoined } from './cohort-rules.js';
import { cohortModel } from './cohort.model.js';
import { Cohort } from './cohort.type.js';

@InputType('ChangeCohortInput', {
  description: 'A correction of a cohort. A field that is left out keeps its value, and null removes it.',
})
export class ChangeCohortInput extends ReasonedInput {
  @Field(() => ID, { description: 'The cohort.' })
  cohortId!: string;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description:
      'The name; null is the same as leaving it out. A language that is absent stays as it is, null takes it away.',
  })
  name?: LocalizedTextInput | null;

  @Field(() => String, {
    nullable: true,
    description:
      'When they joined: YYYY, YYYY-MM or YYYY-MM-DD, within the life of the programme; the days on which its cities joined must agree.',
  })
  joinedOn?: string | null;

  @Field(() => ID, { nullable: true, description: 'The partner that brought them in.' })
  sponsorPartnerId?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many cities the source says there are, 1 to 10,000.' })
  statedSize?: number | null;

  @Field(() => SourceInput, {
    nullable: true,
    description: 'Where this can be read; when left out, the programme’s owner itself is the source.',
  })
  source?: SourceInput | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'A remark, at most 5,000 characters in each language.',
  })
  note?: LocalizedTextInput | null;
}

@Resolver()
export class ChangeCohortMutation {
  @Directive('@authenticated')
  @Mutation(() => Cohort, {
    nullable: true,
    description:
      'Corrects a cohort; its programme and its cities stay. For officers of the partner that owns the programme, and the network’s administrators.',
  })
  async changeCohort(
    @Arg('input', () => ChangeCohortInput, { description: 'The correction.' }) input: ChangeCohortInput,
    @Ctx() context: CitiesContext,
  ) {
    const { cohortId, joinedOn, note, statedSize, expectedVersion } = input;
    if (context.caller === null) authorize(null);
    const onFile = await context.loaders.cohorts.byId.load(cohortId);
    if (!onFile) throw notFound(cohortModel.called, cohortId, 'input.cohortId');
    const { programmeId } = onFile;
    const caller = authorize(context.caller, ...(await grantsOfProgrammeOwner(context, programmeId)));
    const sponsorPartnerId = checkedIdOrNull('input.sponsorPartnerId', input.sponsorPartnerId);
    checkPartialDate('input.joinedOn', joinedOn);
    const size = checkedSize(statedSize);
    const programme = (await readProgramme(context, programmeId)) ?? undefined;
    await checkForeignKeys(context, caller, 'changeCohort', input, [
      ['Partner', 'input.sponsorPartnerId', sponsorPartnerId],
    ]);
    return writeExclusively(context, caller, 'changeCohort', input, [`Cohort/${cohortId}`], async (write) => {
      const { database } = context;
      const cohort = await readRow(database, cohortModel, write, cohortId, 'input.cohortId');
      checkVersion(cohort, expectedVersion);
      if (joinedOn !== undefined) {
        checkJoinedWithin(joinedOn, programme, null);
        await checkMembersJoined(database, write, cohortId, joinedOn);
      }
      const source = sourceOfWrite(input.source, programmeId, today(write, THAILAND));
      return changeRow(database, cohortModel, write, {
        ...{ type: 'Cohort', id: cohortId, expectedVersion },
        update: {
          $set: {
            ...(input.name != null && {
              name: changedText('input.name', LONGEST_NAME, input.name, cohort.name),
            }),
            ...(joinedOn !== undefined && { joinedOn }),
            ...(input.sponsorPartnerId !== undefined && { sponsorPartnerId }),
            ...(statedSize !== undefined && {
              statedSize: size === null ? null : { value: size, source: source.id },
            }),
            ...(note !== undefined && { note: changedText('input.note', LONGEST_DESCRIPTION, note, cohort.note) }),
            sources: withSource(cohort.sources, source),
          },
        },
      });
    });
  }
}
