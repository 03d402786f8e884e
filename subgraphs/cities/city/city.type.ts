import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Confidence } from '../../domain/sources/confidence.js';
import { NamedRecord } from '../../domain/named-record.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { CityLack } from './city-lack.js';
import { AreaKind, ListGroup, Region } from '../vocabulary/vocabulary.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';

@Directive('@key(fields: "id")')
@ObjectType('City', {
  description: 'A city or area of the network. Several of the 27 Thai members are not cities: see `kind`.',
  simpleResolvers: true,
})
export class City extends NamedRecord {
  @ListSize(6)
  @Field(() => [String], { description: 'Other spellings, in both scripts.' })
  aliases!: string[];

  @Field(() => ListGroup, { description: 'The list by which the city came into the graph.' })
  listGroup!: ListGroup;

  @Field(() => String, { description: 'ISO 3166-1 code of the country, two letters.' })
  countryCode!: string;

  @Field(() => Region, { description: 'The region of Thailand, or of the world.' })
  region!: Region;

  @Field(() => AreaKind, { description: 'What kind of area it is.' })
  kind!: AreaKind;

  @Field(() => Confidence, { description: 'How well the kind is supported.' })
  kindConfidence!: Confidence;

  @Field(() => Int, { nullable: true, description: 'Its number at GeoNames.org.' })
  geonamesId!: number | null;

  @ListSize(7)
  @Field(() => [CityLack], { description: 'What nobody has put on file for it.' })
  lacks!: CityLack[];

  @Field(() => Int, { description: 'Raised by one with each change, for `expectedVersion`.' })
  version!: number;

  @Field(() => LocalizedText, { nullable: true, description: 'A remark.' })
  note!: LocalizedText | null;
}

export const CityConnection = connectionType('City', () => City);
