import { ArgsType, Field } from 'type-graphql';
import { THAILAND, today } from '../../domain/dates/today.js';
import type { Clock } from '../../runtime/clock.js';
import { anyOf } from '../../runtime/lists/filter.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { OfficeKind } from '../vocabulary/vocabulary.js';
import { inOffice } from './in-office.js';

@ArgsType()
export class OfficeHoldersArgs extends PageArgs {
  @Field(() => [OfficeKind], { nullable: true, description: 'Offices of these kinds only.' })
  kind?: OfficeKind[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those who hold it today in Thailand, as `isCurrent` tells, or only the others.',
  })
  current?: boolean | null;
}

/** The condition on offices that a list of them chooses by. */
export function officeFilter({ kind, current }: OfficeHoldersArgs, clock: Clock): Record<string, unknown> {
  const held = () => inOffice(today(clock, THAILAND));
  return {
    ...(kind != null && { kind: anyOf('kind', kind) }),
    ...(current != null && (current ? held() : { $nor: [held()] })),
  };
}
