import { Field, InputType } from 'type-graphql';

@InputType('SourceInput', { description: 'Where a fact can be read.' })
export class SourceInput {
  @Field(() => String, { description: 'The title as printed, at most 200 characters.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Who published it, at most 200 characters.' })
  publisher?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'When it was published: YYYY, YYYY-MM or YYYY-MM-DD, not in the future.',
  })
  publishedOn?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its address, http or https, at most 2,000 characters, without user name and password.',
  })
  url?: string | null;

  @Field(() => String, { nullable: true, description: 'The language it is written in, ISO 639 code such as th.' })
  lang?: string | null;
}
