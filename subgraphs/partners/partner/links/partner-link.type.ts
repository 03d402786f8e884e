import { Field, Int, ObjectType } from 'type-graphql';
import { connectionType } from '../../../runtime/lists/page.type.js';
import { City } from '../../references.js';
import { Partner } from '../partner.type.js';
import { PartnerLinkKind } from '../../vocabulary/vocabulary.js';
import { ListSize } from '../../../runtime/schema/cost-directives.js';

@ObjectType('PartnerLink', {
  description: 'One way in which a partner works with a city, and the record that shows it.',
  simpleResolvers: true,
})
export class PartnerLink {
  @Field(() => PartnerLinkKind, { description: 'In what way they work together.' })
  kind!: PartnerLinkKind;
}

@ObjectType('CityPartner', { description: 'A partner that works with a city.', simpleResolvers: true })
export class CityPartner {
  @Field(() => Partner, { nullable: true, description: 'The partner.' })
  partner!: Partner | null;

  @ListSize(6)
  @Field(() => [PartnerLink], { description: 'All the ways in which it works with the city.' })
  roles!: PartnerLink[];
}

export const CityPartnerConnection = connectionType('CityPartner', () => CityPartner);

@ObjectType('CohortPartner', { description: 'A partner that works with cities of a cohort.', simpleResolvers: true })
export class CohortPartner {
  @Field(() => Partner, { nullable: true, description: 'The partner.' })
  partner!: Partner | null;

  @Field(() => Int, { description: 'How many cities of the cohort it works with.' })
  cityCount!: number;

  @ListSize(30)
  @Field(() => [City], { description: 'The cities of the cohort that it works with, by id.' })
  cities!: City[];

  @ListSize(6)
  @Field(() => [PartnerLink], {
    description: 'All the ways in which it works with them; one that holds for several cities is there once.',
  })
  roles!: PartnerLink[];
}

export const CohortPartnerConnection = connectionType('CohortPartner', () => CohortPartner);
