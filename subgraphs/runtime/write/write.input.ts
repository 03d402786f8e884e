import { Field, ID, InputType, Int } from 'type-graphql';

/** What every write is told. */
@InputType('WriteInput')
export abstract class WriteInput {
  @Field(() => ID, {
    description:
      'A text of your choice of 1 to 100 characters, a new one for each write. The same key again gives the first result and writes nothing, so that a request can be sent again safely.',
  })
  idempotencyKey!: string;

  @Field(() => String, { nullable: true, description: 'Why, for the history; at most 1,000 characters.' })
  why?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True to try the write without doing it: all rules are checked and nothing is written, not even the key. The result is the error DRY_RUN when the write would be done, with `extensions.isDone` true when it was done before with this key; otherwise it is the error that the write would give.',
  })
  dryRun?: boolean | null;
}

/** What every change of an existing record is told. */
@InputType('UpdateInput')
export abstract class UpdateInput extends WriteInput {
  @Field(() => Int, {
    nullable: true,
    description:
      'The `version` that you have read: when the record has changed since, the write is refused with CONFLICT. Without it, the write is done whatever has changed.',
  })
  expectedVersion?: number | null;
}

/** What every correction, dispute and withdrawal is told. */
@InputType('ReasonedInput')
export abstract class ReasonedInput extends UpdateInput {
  @Field(() => String, { description: 'Why, for the history and for those concerned; 1 to 1,000 characters.' })
  override why!: string;
}
