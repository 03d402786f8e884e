import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { withSource } from '../../domain/sources/source-of-write.js';
import { changeRow, checkVersion, notFound, readRow } from '../../runtime/write/rows.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import { agreementModel } from './agreement.model.js';
import { Agreement } from './agreement.type.js';
import type { PartnersContext } from '../loaders.js';
import { Barrier } from '../vocabulary/vocabulary.js';
import { checkNewBarrier, withRemark } from './agreement-rules.js';
import { officerOf } from '../facts/party-rules.js';
import { recordedFact } from '../facts/recorded-fact.js';
import { NotedInput } from '../facts/recorded.input.js';
import { authorizeActingParty, signedIn } from '../facts/acting-party.js';

@InputType('ReportBarrierInput', { description: 'Something that holds an agreement up.' })
export class ReportBarrierInput extends NotedInput {
  @Field(() => ID, { description: 'The agreement.' })
  agreementId!: string;

  @Field(() => Barrier, { description: 'What holds it up.' })
  barrier!: Barrier;
}

@Resolver()
export class ReportBarrierMutation {
  @Directive('@authenticated')
  @Mutation(() => Agreement, {
    nullable: true,
    description: 'Records what holds an agreement up. For officers of any of its parties.',
  })
  async reportBarrier(
    @Arg('input', () => ReportBarrierInput, { description: 'The barrier.' }) input: ReportBarrierInput,
    @Ctx() context: PartnersContext,
  ) {
    const { agreementId, barrier } = input;
    const { database } = context;
    signedIn(context.caller);
    const found = await context.loaders.agreements.byId.load(agreementId);
    if (!found) throw notFound(agreementId, 'input.agreementId');
    const actingParty = authorizeActingParty(context.caller, ...found.parties.map(officerOf));
    await writeExclusively(
      context,
      actingParty.caller,
      'reportBarrier',
      input,
      [`Agreement/${agreementId}`],
      async (write) => {
        const agreement = await readRow(database, agreementModel, write, agreementId, 'input.agreementId');
        checkVersion(agreement, input.expectedVersion);
        checkNewBarrier(agreement.barriers, barrier);
        const { source, note } = recordedFact(input, actingParty, write);
        const update = {
          $push: { barriers: barrier },
          $set: { note: withRemark(agreement.note, note), sources: withSource(agreement.sources, source) },
        };
        await changeRow(database, agreementModel, write, {
          type: 'Agreement',
          id: agreementId,
          expectedVersion: input.expectedVersion,
          update,
        });
        return agreementId;
      },
    );
    return context.loaders.agreements.byId.load(agreementId);
  }
}
