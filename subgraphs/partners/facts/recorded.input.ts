import { Field, InputType } from 'type-graphql';
import { Confidence } from '../../domain/sources/confidence.js';
import { SourceInput } from '../../domain/sources/source.input.js';
import { UpdateInput } from '../../runtime/write/write.input.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';

/** What every fact that is added to a record is told with. */
@InputType('SourcedInput')
export abstract class SourcedInput extends UpdateInput {
  @Field(() => SourceInput, {
    nullable: true,
    description: 'Where this can be read; when left out, the city or partner for which you write is the source.',
  })
  source?: SourceInput | null;
}

/** A fact with a remark. */
@InputType('NotedInput')
export abstract class NotedInput extends SourcedInput {
  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'A remark, at most 1,000 characters in each language.',
  })
  note?: LocalizedTextInput | null;
}

/** A fact with a remark and a confidence of its own. */
@InputType('RecordedInput')
export abstract class RecordedInput extends NotedInput {
  @Field(() => Confidence, {
    defaultValue: 'MEDIUM',
    description: 'How well it is supported. HIGH needs a `source`.',
  })
  confidence!: Confidence;
}
