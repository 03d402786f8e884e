import { Field, ObjectType } from 'type-graphql';
import { Fact } from '../../../domain/sources/fact.type.js';
import { LocalizedText } from '../../../domain/texts/localized-text.type.js';
import type { LookedUpText } from '../../../domain/texts/looked-up-text.js';
import { connectionType } from '../../../runtime/lists/page.type.js';
import { City } from '../city.type.js';
import { FactKind } from './fact-kind.js';

@ObjectType('FactGap', { description: 'A fact of a city that somebody ought to look into.', simpleResolvers: true })
export class FactGap extends Fact {
  @Field(() => City, { description: 'The city.' })
  city!: City;

  @Field(() => FactKind, { description: 'What the fact says.' })
  kind!: FactKind;

  @Field(() => String, { description: 'The value in one word: a status, a code, a number, an id.' })
  detail!: string;

  @Field(() => LocalizedText, {
    description:
      '`detail` for readers: the label of a code, the name of an id. Names that another subgraph keeps come from there; while that does not respond, kind and id stand for them, and `extensions.missing` says so.\n\n`detail` สำหรับผู้อ่าน: ชื่อของรหัสหรือระเบียน',
  })
  label!: LookedUpText;

  @Field(() => String, { nullable: true, description: 'Facts of one conflict group contradict each other.' })
  conflictGroup!: string | null;
}

export const FactGapConnection = connectionType('FactGap', () => FactGap);
