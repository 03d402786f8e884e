import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Confidence } from '../../domain/sources/confidence.js';
import { NamedRecord } from '../../domain/named-record.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { CityLack } from './city-lack.js';
import { AreaKind, ListGroup } from '../vocabulary/vocabulary.js';
import { Region } from '../../domain/vocabulary/region.js';
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

  @Field(() => ListGroup, {
    description:
      'Why the city is on file: as one of the 27 Thai members, as another Thai smart city, as a member of the network elsewhere, or because other records name it.',
  })
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
  @Field(() => [CityLack], {
    description: 'What should be on file for the city and is not, such as its population: a list of what to add.',
  })
  lacks!: CityLack[];

  @Field(() => Int, {
    description:
      'A number that every change of the record raises by one. A mutation that is given it as `expectedVersion` is refused with CONFLICT when somebody else has changed the record since.',
  })
  version!: number;

  @Field(() => LocalizedText, { nullable: true, description: 'A remark in free words, null when there is none.' })
  note!: LocalizedText | null;
}

export const CityConnection = connectionType('City', () => City);
