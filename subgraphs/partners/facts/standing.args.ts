import { ArgsType, Field } from 'type-graphql';
import { PageArgs } from '../../runtime/lists/page-args.js';

/** A page of facts that may be claimed. */
@ArgsType()
export class StandingArgs extends PageArgs {
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'True: also what one side claims and the other has not confirmed, or disputes. False: only what is confirmed.',
  })
  includeClaims!: boolean;
}

/** The condition on facts of both lists: all but what was taken back. */
export const SHOWN_AS_CLAIM = { 'standing.state': { $ne: 'WITHDRAWN' } } as const;
