import { Field, ID, InputType, Int } from 'type-graphql';

/** What every write is told. */
@InputType('WriteInput')
export abstract class WriteInput {
  @Field(() => ID, {
    description:
      'A text of your choice, 1 to 100 characters, new for each write: the same key again gives the first answer and does nothing.',
  })
  idempotencyKey!: string;

  @Field(() => String, { nullable: true, description: 'Why, for the history; at most 1,000 characters.' })
  why?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True to try the write: every rule is checked on the records of this moment, and nothing is written, not even the key. When all hold the answer is the error DRY_RUN, with `extensions.isDone` when this write was done before under its key; otherwise it is the error that the write would have given.',
  })
  dryRun?: boolean | null;
}

/** What every change of an existing record is told. */
@InputType('UpdateInput')
export abstract class UpdateInput extends WriteInput {
  @Field(() => Int, {
    nullable: true,
    description:
      'The version you have read: when the record has changed since, the answer is CONFLICT. Without it the change is made to whatever is there.',
  })
  expectedVersion?: number | null;
}

/** What every correction, dispute and withdrawal is told. */
@InputType('ReasonedInput')
export abstract class ReasonedInput extends UpdateInput {
  @Field(() => String, { description: 'Why, for the history and for those concerned; 1 to 1,000 characters.' })
  override why!: string;
}
