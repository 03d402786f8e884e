import { Arg, Ctx, Directive, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { checkPartialDate } from '../../domain/checks/check-date.js';
import { checkedCode, checkedId, checkedIdOrNull } from '../../domain/checks/check-id.js';
import { changedText, checkLocalizedText, LONGEST_DESCRIPTION, LONGEST_NAME } from '../../domain/checks/check-text.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import { sourceOfWrite } from '../../domain/sources/source-of-write.js';
import { SourceInput } from '../../domain/sources/source.input.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import { checkForeignKeys } from '../../runtime/foreign/check-foreign-keys.js';
import { authorize } from '../../runtime/write/authorize.js';
import { checkFreeId, insertRow } from '../../runtime/write/rows.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import { WriteInput } from '../../runtime/write/write.input.js';
import { namedProgramme } from '../city/membership/known-programme.js';
import { checkJoinedWithin } from '../city/membership/membership-rules.js';
import type { CitiesContext } from '../loaders.js';
import { checkedSize } from './cohort-rules.js';
import { cohortModel } from './cohort.model.js';
import { Cohort } from './cohort.type.js';
import { checkForeignId } from '../../runtime/foreign/check-foreign-id.js';
import { ID_HOLDERS } from '../id-holders.js';

@InputType('RegisterCohortInput', { description: 'Cities that joined a programme together, new in the network.' })
export class RegisterCohortInput extends WriteInput {
  @Field(() => ID, {
    description: 'Readable and stable, unique in the whole network: A-Z, 0-9 and _, such as THAI_2020.',
  })
  id!: string;

  @Field(() => ID, { description: 'The programme.' })
  programmeId!: string;

  @Field(() => LocalizedTextInput, { description: 'The name, at most 200 characters in each language.' })
  name!: LocalizedTextInput;

  @Field(() => String, {
    nullable: true,
    description: 'When they joined: YYYY, YYYY-MM or YYYY-MM-DD, within the life of the programme.',
  })
  joinedOn?: string | null;

  @Field(() => ID, { nullable: true, description: 'The partner that brought them in.' })
  sponsorPartnerId?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many cities the source says there are, 1 to 10,000.' })
  statedSize?: number | null;

  @Field(() => SourceInput, { description: 'Where all this can be read.' })
  source!: SourceInput;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'A remark, at most 5,000 characters in each language.',
  })
  note?: LocalizedTextInput | null;
}

@Resolver()
export class RegisterCohortMutation {
  @Directive('@authenticated')
  @Mutation(() => Cohort, {
    nullable: true,
    description: 'Puts a new cohort of a programme on file. For the network’s administrators, with a source.',
  })
  async registerCohort(
    @Arg('input', () => RegisterCohortInput, { description: 'The cohort.' }) input: RegisterCohortInput,
    @Ctx() context: CitiesContext,
  ) {
    const caller = authorize(context.caller, ['network-admin']);
    const id = checkedCode('input.id', input.id);
    const programmeId = checkedId('input.programmeId', input.programmeId);
    const sponsorPartnerId = checkedIdOrNull('input.sponsorPartnerId', input.sponsorPartnerId);
    const name = checkLocalizedText('input.name', LONGEST_NAME, input.name);
    const note = changedText('input.note', LONGEST_DESCRIPTION, input.note);
    checkPartialDate('input.joinedOn', input.joinedOn);
    const size = checkedSize(input.statedSize);
    const programme = await namedProgramme(context, caller, 'registerCohort', input);
    await checkForeignKeys(context, caller, 'registerCohort', input, [
      ['Partner', 'input.sponsorPartnerId', sponsorPartnerId],
    ]);
    await checkForeignId(context, caller, 'registerCohort', input, 'input.id', id);
    return writeExclusively(context, caller, 'registerCohort', input, [`Cohort/${id}`], async (write) => {
      const { database } = context;
      await checkFreeId(database, ID_HOLDERS, write, 'input.id', id);
      checkJoinedWithin(input.joinedOn ?? null, programme, null);
      const source = sourceOfWrite(input.source, programmeId, today(write, THAILAND));
      return insertRow(database, cohortModel, write, 'Cohort', {
        _id: id,
        programmeId,
        name,
        joinedOn: input.joinedOn ?? null,
        sponsorPartnerId,
        statedSize: size === null ? null : { value: size, source: source.id },
        note,
        source: source.id,
        sources: [source],
        confidence: 'MEDIUM',
      });
    });
  }
}
