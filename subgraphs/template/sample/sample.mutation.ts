import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkedDay } from '../../domain/checks/check-date.js';
import { checkedNewId } from '../../domain/checks/check-id.js';
import { checkLocalizedText, LONGEST_NAME } from '../../domain/checks/check-text.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import { checkForeignKeys } from '../../runtime/foreign/check-foreign-keys.js';
import { authorize } from '../../runtime/write/authorize.js';
import { checkFreeId, insertRow } from '../../runtime/write/rows.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import { WriteInput } from '../../runtime/write/write.input.js';
import type { SamplesContext } from '../loaders.js';
import { sampleModel } from './sample.model.js';
import { Sample } from './sample.type.js';

@InputType('RegisterSampleInput', { description: 'A new sample.' })
export class RegisterSampleInput extends WriteInput {
  @Field(() => ID, { description: 'Its id: words of a-z and 0-9 joined by hyphens.' })
  id!: string;

  @Field(() => LocalizedTextInput, { description: 'The name, at most 200 characters in each language.' })
  name!: LocalizedTextInput;

  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'When it began: YYYY, YYYY-MM or YYYY-MM-DD, not in the future; today in Thailand when absent.',
  })
  startedOn?: string | null;
}

@Resolver()
export class SampleMutation {
  @Directive('@authenticated')
  @Mutation(() => Sample, { nullable: true, description: 'Registers a sample. For officers of the city.' })
  async registerSample(
    @Arg('input', () => RegisterSampleInput, { description: 'The sample.' }) input: RegisterSampleInput,
    @Ctx() context: SamplesContext,
  ) {
    const { database } = context;
    const { cityId } = input;
    const caller = authorize(context.caller, ['city-officer', cityId]);
    const _id = checkedNewId('input.id', input.id);
    const name = checkLocalizedText('input.name', LONGEST_NAME, input.name);
    await checkForeignKeys(context, caller, 'registerSample', input, [['City', 'input.cityId', cityId]]);
    return writeExclusively(context, caller, 'registerSample', input, [`Sample/${_id}`], async (write) => {
      await checkFreeId(database, [sampleModel], write, 'input.id', _id);
      const startedOn = checkedDay('input.startedOn', input.startedOn, today(write, THAILAND));
      return insertRow(database, sampleModel, write, 'Sample', { _id, name, cityId, startedOn });
    });
  }
}
