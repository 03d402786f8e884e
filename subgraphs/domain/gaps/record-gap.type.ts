import { ArgsType, Directive, Field, ID, ObjectType, type ClassType } from 'type-graphql';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { Fact } from '../sources/fact.type.js';
import { LocalizedText } from '../texts/localized-text.type.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { GapKind, RecordFact } from './gap-kind.js';

/**
 * The type of a fact of a record that somebody ought to look into, and of a page of them.
 *
 * @param city the type of a city in the subgraph
 */
export function recordGapTypes(city: () => ClassType<{ id: string }>) {
  @Directive('@shareable')
  @ObjectType('RecordGap', {
    description: 'A fact of a partner, person, programme, solution, agreement or event that somebody should check.',
    simpleResolvers: true,
  })
  class RecordGap extends Fact {
    @Field(() => String, { description: 'The type of the record, such as Solution.' })
    recordType!: string;

    @Field(() => ID, { description: 'The record.' })
    recordId!: string;

    @Field(() => LocalizedText, { description: 'What the record is called.' })
    recordName!: LocalizedText;

    @Field(city, { nullable: true, description: 'The city that the fact is about, when it is about one.' })
    city!: { id: string } | null;

    @Field(() => RecordFact, { description: 'Which part of the record the fact is.' })
    fact!: RecordFact;

    @ListSize(2)
    @Field(() => [GapKind], { description: 'Why somebody should check it: at least one reason.' })
    kinds!: GapKind[];

    @Field(() => String, {
      description: 'The value as it is stored: a code, a number, an id or a text. For people, see `label`.',
    })
    detail!: string;

    @Field(() => LocalizedText, { description: '`detail` for readers: the label of a code, a number with its unit.' })
    label!: LocalizedText;

    @Field(() => String, {
      nullable: true,
      description:
        'Facts with the same value here contradict each other: sources disagree, and all of them are kept. Null when nothing contradicts this fact.',
    })
    conflictGroup!: string | null;
  }

  return connectionType('RecordGap', () => RecordGap, { shareable: true });
}

@ArgsType()
export class RecordGapsArgs extends PageArgs {
  @Field(() => [GapKind], { nullable: true, description: 'Only gaps of one of these kinds.' })
  kind?: GapKind[] | null;

  @Field(() => [RecordFact], { nullable: true, description: 'Only gaps of these parts of records.' })
  fact?: RecordFact[] | null;
}
