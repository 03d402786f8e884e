import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { ReasonedInput } from '../../runtime/write/write.input.js';
import { Agreement } from './agreement.type.js';
import type { PartnersContext } from '../loaders.js';
import { Barrier } from '../vocabulary/vocabulary.js';
import { checkNewBarrier, checkReportedBarrier, withRemark } from './agreement-rules.js';
import { NotedInput } from '../facts/recorded.input.js';
import { writeAgreement } from './write-agreement.js';

@InputType('ReportBarrierInput', { description: 'Something that holds an agreement up.' })
export class ReportBarrierInput extends NotedInput {
  @Field(() => ID, { description: 'The agreement.' })
  agreementId!: string;

  @Field(() => Barrier, { description: 'What holds the agreement up.' })
  barrier!: Barrier;
}

@InputType('LiftBarrierInput', { description: 'Says that something holds an agreement up no more, or never did.' })
export class LiftBarrierInput extends ReasonedInput {
  @Field(() => ID, { description: 'The agreement.' })
  agreementId!: string;

  @Field(() => Barrier, { description: 'What held it up.' })
  barrier!: Barrier;
}

@Resolver()
export class BarrierMutations {
  @Directive('@authenticated')
  @Mutation(() => Agreement, {
    nullable: true,
    description: 'Records what holds an agreement up. For officers of any of its parties.',
  })
  reportBarrier(
    @Arg('input', () => ReportBarrierInput, { description: 'The barrier.' }) input: ReportBarrierInput,
    @Ctx() context: PartnersContext,
  ) {
    return writeAgreement(context, {
      ...{ action: 'reportBarrier', input },
      change: ({ barriers, note: before }, { fact: { source, note } }) => {
        checkNewBarrier(barriers, input.barrier);
        return { set: { barriers: [...barriers, input.barrier], note: withRemark(before, note) }, source };
      },
    });
  }

  @Directive('@authenticated')
  @Mutation(() => Agreement, {
    nullable: true,
    description: 'Takes away what held an agreement up. For officers of any of its parties.',
  })
  liftBarrier(
    @Arg('input', () => LiftBarrierInput, { description: 'The barrier and the reason.' }) input: LiftBarrierInput,
    @Ctx() context: PartnersContext,
  ) {
    return writeAgreement(context, {
      ...{ action: 'liftBarrier', input },
      change: ({ barriers }) => {
        checkReportedBarrier(barriers, input.barrier);
        return { set: { barriers: barriers.filter((barrier) => barrier !== input.barrier) } };
      },
    });
  }
}
