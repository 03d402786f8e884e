import { Field, ID, ObjectType } from 'type-graphql';
import { LocalizedText } from '../../../domain/texts/localized-text.type.js';
import { PartialDateType } from '../../../domain/dates/partial-date.type.js';
import { connectionType } from '../../../runtime/lists/page.type.js';
import { Challenge } from '../../references.js';
import { Participant } from '../participation/participation.type.js';
import { SessionTitleOrigin } from '../../vocabulary/vocabulary.js';
import { ListSize } from '../../../runtime/schema/cost-directives.js';

@ObjectType('Speaker', {
  description: 'Who speaks at a session: a city, a partner or a person.',
  simpleResolvers: true,
})
export class ActingParty extends Participant {}

@ObjectType('EventSession', { description: 'A session of an event.', simpleResolvers: true })
export class EventSession {
  @Field(() => ID, { description: 'The id: readable, never changed, and unique in the whole network.' })
  id!: string;

  @Field(() => LocalizedText, { description: 'The title; see `titleOrigin`.' })
  title!: LocalizedText;

  @Field(() => SessionTitleOrigin, { description: 'Whether a source gives the title or it is our label.' })
  titleOrigin!: SessionTitleOrigin;

  @Field(() => PartialDateType, {
    nullable: true,
    description: 'When it is held, null when only the days of the event are known.',
  })
  on!: string | null;

  @ListSize(3)
  @Field(() => [Challenge], { nullable: 'itemsAndList', description: 'The challenges it is about.' })
  challenges!: Challenge[];

  @ListSize(6)
  @Field(() => [ActingParty], { description: 'Who speaks.' })
  speakers!: ActingParty[];
}

export const EventSessionConnection = connectionType('EventSession', () => EventSession);
