import { Field, InputType } from 'type-graphql';
import { changedText, checkText, LONGEST_NAME } from '../../domain/checks/check-text.js';
import { checkedList } from '../../domain/checks/check-list.js';
import { IndicatorLevel, IndicatorStandard } from '../vocabulary/vocabulary.js';
import type { StoredChallenge } from './challenge.model.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';

@InputType('IndicatorInput', { description: 'An indicator or theme of a standard that measures a challenge.' })
export class IndicatorInput {
  @Field(() => IndicatorStandard, { description: 'The standard.' })
  standard!: IndicatorStandard;

  @Field(() => String, { description: 'The number within the standard, at most 20 characters.' })
  code!: string;

  @Field(() => IndicatorLevel, { description: 'Whether it is one indicator or a theme.' })
  level!: IndicatorLevel;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'Its name, at most 200 characters in each language.',
  })
  name?: LocalizedTextInput | null;
}

const MOST_INDICATORS = 20;
const LONGEST_CODE = 20;

/**
 * The indicators of a challenge as they are stored.
 *
 * @throws BAD_USER_INPUT
 */
export function checkedIndicators(given: readonly IndicatorInput[]): StoredChallenge['indicators'] {
  return checkedList('input.indicators', MOST_INDICATORS, given, (argument, { standard, code, level, name }) => ({
    ...{ standard, level, code: checkText(`${argument}.code`, LONGEST_CODE, code) },
    name: changedText(`${argument}.name`, LONGEST_NAME, name),
  })) as StoredChallenge['indicators'];
}
