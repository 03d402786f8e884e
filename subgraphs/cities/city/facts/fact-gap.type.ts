import { Field, ObjectType } from 'type-graphql';
import { Fact } from '../../../domain/sources/fact.type.js';
import { LocalizedText } from '../../../domain/texts/localized-text.type.js';
import type { LookedUpText } from '../../../domain/texts/looked-up-text.js';
import { connectionType } from '../../../runtime/lists/page.type.js';
import { City } from '../city.type.js';
import { FactKind } from './fact-kind.js';

@ObjectType('FactGap', { description: 'A fact of a city that somebody should check.', simpleResolvers: true })
export class FactGap extends Fact {
  @Field(() => City, { description: 'The city.' })
  city!: City;

  @Field(() => FactKind, { description: 'What the fact is about.' })
  kind!: FactKind;

  @Field(() => String, {
    description: 'The value as it is stored: a status, a code, a number or an id. For people, see `label`.',
  })
  detail!: string;

  @Field(() => LocalizedText, {
    description:
      '`detail` for readers: the label of a code, the name of an id. Names that another subgraph keeps come from there; while that does not respond, kind and id stand for them, and `extensions.missing` says so.\n\n`detail` สำหรับผู้อ่าน: ชื่อของรหัสหรือระเบียน',
  })
  label!: LookedUpText;

  @Field(() => String, {
    nullable: true,
    description:
      'Facts with the same value here contradict each other: sources disagree, and all of them are kept. Null when nothing contradicts this fact.',
  })
  conflictGroup!: string | null;
}

export const FactGapConnection = connectionType('FactGap', () => FactGap);
