import { isDeepStrictEqual } from 'node:util';
import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkedDay, checkPartialDate } from '../../domain/checks/check-date.js';
import { checkedIdOrNull } from '../../domain/checks/check-id.js';
import { changedText, LONGEST_NAME, LONGEST_REASON } from '../../domain/checks/check-text.js';
import { earliestDay, latestDay } from '../../domain/dates/partial-date.js';
import { shownName } from '../../domain/texts/shown-name.js';
import { searchedNames } from '../../domain/texts/search-key.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import { refusal } from '../../runtime/errors/errors.js';
import { knownRow } from '../../runtime/write/rows.js';
import type { Write } from '../../runtime/write/write.js';
import { programmeModel } from '../programme/programme.model.js';
import { solutionModel } from '../solution/solution.model.js';
import { ReasonedInput } from '../../runtime/write/write.input.js';
import type { PartnersContext } from '../loaders.js';
import { AgreementKind, AgreementStatus } from '../vocabulary/vocabulary.js';
import { correctedOrigin, correctedText } from '../facts/corrected-name.js';
import { checkBeingSigned, checkEffective, checkEnding, checkNotEnded } from './agreement-rules.js';
import type { StoredAgreement } from './agreement.model.js';
import { Agreement } from './agreement.type.js';
import { neededByAgreement } from './open-agreements.js';
import { statusAfter, withoutSignaturesOf } from './signatures.js';
import { partiesOf, writeAgreement } from './write-agreement.js';
import { checkOccasion, occasionOfCorrection } from '../facts/occasion.js';
import { correctedDay } from '../facts/corrected-days.js';

@InputType('EndAgreementInput', { description: 'Says that an agreement ended.' })
export class EndAgreementInput extends ReasonedInput {
  @Field(() => ID, { description: 'The agreement.' })
  agreementId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'When: YYYY, YYYY-MM or YYYY-MM-DD, neither in the future nor before it was made; today in Thailand when absent.',
  })
  on?: string | null;
}

@InputType('WithdrawSignatureInput', { description: 'Says that a party signed by mistake, or did not sign.' })
export class WithdrawSignatureInput extends ReasonedInput {
  @Field(() => ID, { description: 'The agreement.' })
  agreementId!: string;
}

@InputType('ChangeAgreementInput', {
  description: 'What an agreement says otherwise than it was written. What is absent stays; null takes it out.',
})
export class ChangeAgreementInput extends ReasonedInput {
  @Field(() => ID, { description: 'The agreement.' })
  agreementId!: string;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'Its name, at most 200 characters. An absent language stays.',
  })
  name?: LocalizedTextInput | null;

  @Field(() => AgreementKind, { nullable: true, description: 'What kind of agreement it is.' })
  kind?: AgreementKind | null;

  @Field(() => String, { nullable: true, description: 'When it was made: YYYY, YYYY-MM or YYYY-MM-DD.' })
  on?: string | null;

  @Field(() => String, { nullable: true, description: 'From when it holds: YYYY, YYYY-MM or YYYY-MM-DD.' })
  effectiveFrom?: string | null;

  @Field(() => String, { nullable: true, description: 'Until when it holds: YYYY, YYYY-MM or YYYY-MM-DD.' })
  effectiveTo?: string | null;

  @Field(() => ID, { nullable: true, description: 'The programme it belongs to.' })
  programmeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The solution it is about.' })
  solutionId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The event at which it was made, not after its day.' })
  occasionId?: string | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'A remark, at most 1,000 characters in each language.',
  })
  note?: LocalizedTextInput | null;

  @Field(() => AgreementStatus, {
    nullable: true,
    description: 'How it stands, where it was recorded wrongly. For the network’s administrators.',
  })
  status?: AgreementStatus | null;
}

/** How agreements end and are put right. */
@Resolver()
export class AgreementCorrectionMutations {
  @Directive('@authenticated')
  @Mutation(() => Agreement, {
    nullable: true,
    description: 'Records that an agreement ended. For officers of any of its parties.',
  })
  endAgreement(
    @Arg('input', () => EndAgreementInput, { description: 'The end and the reason.' }) input: EndAgreementInput,
    @Ctx() context: PartnersContext,
  ) {
    return writeAgreement(context, {
      ...{ action: 'endAgreement', input },
      change: (agreement, { fact: { today } }) => {
        const on = checkedDay('input.on', input.on, today);
        checkEnding(agreement, on);
        const { effectiveTo } = agreement;
        const isLater = effectiveTo === null || earliestDay(effectiveTo) > latestDay(on);
        return { set: { status: 'ENDED', statusOn: on, effectiveTo: isLater ? on : effectiveTo } };
      },
    });
  }

  @Directive('@authenticated')
  @Mutation(() => Agreement, {
    nullable: true,
    description:
      'Takes the signatures back of the parties that the caller speaks for; an agreement that was SIGNED by them is PROPOSED again. For officers of any of its parties.',
  })
  withdrawSignature(
    @Arg('input', () => WithdrawSignatureInput, { description: 'The agreement and the reason.' })
    input: WithdrawSignatureInput,
    @Ctx() context: PartnersContext,
  ) {
    return writeAgreement(context, {
      ...{ action: 'withdrawSignature', input },
      change: ({ signatures = [], status, statusOn }, { fact: { today }, write }) => {
        if (write.caller.as !== 'network-admin') checkBeingSigned(status);
        const left = withoutSignaturesOf(signatures, write.caller);
        checkHasSigned(left.length < signatures.length);
        const reopened = status === 'SIGNED' ? { status: 'PROPOSED' as const, statusOn: today } : { status, statusOn };
        return { set: { signatures: left, ...reopened } };
      },
    });
  }

  @Directive('@authenticated')
  @Mutation(() => Agreement, {
    nullable: true,
    description:
      'Corrects what an agreement says. A party’s own signature stays, and the others sign again what was corrected; a correction by an administrator leaves all signatures. For officers of those of its parties that signed here.',
  })
  changeAgreement(
    @Arg('input', () => ChangeAgreementInput, { description: 'The corrections and the reason.' })
    input: ChangeAgreementInput,
    @Ctx() context: PartnersContext,
  ) {
    return writeAgreement(context, {
      ...{ action: 'changeAgreement', input },
      grants: ({ signatures = [] }) => partiesOf({ parties: signatures.map(({ party }) => party) } as StoredAgreement),
      occasion: ({ occasionEventId }) => occasionOfCorrection(input, occasionEventId),
      change: async (agreement, { fact: { today }, write, occasion }) => {
        const isAdministrator = write.caller.as === 'network-admin';
        if (input.status != null && !isAdministrator) throw statusIsNotTheirs();
        if (!isAdministrator) checkBeingSigned(agreement.status);
        const terms = { ...changedTerms(agreement, input, today), ...(await changedReferences(context, write, input)) };
        if (terms.on != null) checkOccasion(occasion, terms.on);
        const set = { ...terms, ...correctedStatus({ ...agreement, ...terms }, input.status, today) };
        // One that was over may become open again.
        if (input.status != null)
          for (const [definition, id] of neededByAgreement({ ...agreement, ...set }))
            await knownRow(context.database, definition, write, 'input.status', id);
        const isSame = Object.entries(set).every(([path, value]) =>
          isDeepStrictEqual(value, agreement[path as keyof StoredAgreement]),
        );
        if (isAdministrator || isSame) return { set };
        const { signatures = [], status, statusOn } = agreement;
        const others = withoutSignaturesOf(signatures, write.caller);
        const own = signatures.filter((signature) => !others.includes(signature));
        const before = status === 'SIGNED' ? { status: 'PROPOSED' as const, statusOn: today } : { status, statusOn };
        return { set: { ...set, signatures: own, ...statusAfter({ ...agreement, ...before }, own) } };
      },
    });
  }
}

/**
 * The status that an administrator corrects, with its day: SIGNED since the last signature, or since the agreement was
 * made where none was written here; anything else since today.
 */
function correctedStatus(
  { signatures = [], parties, on, status, statusOn }: StoredAgreement,
  corrected: AgreementStatus | null | undefined,
  today: string,
): Partial<StoredAgreement> {
  if (corrected == null || corrected === status) return {};
  if (corrected !== 'SIGNED') return { status: corrected, statusOn: today };
  const signed = statusAfter({ parties, status, statusOn }, signatures);
  return {
    status: corrected,
    statusOn: signed.status === 'SIGNED' && signatures.length > 0 ? signed.statusOn : (on ?? today),
  };
}

function changedTerms(
  agreement: StoredAgreement,
  input: ChangeAgreementInput,
  today: string,
): Partial<StoredAgreement> {
  const { kind, effectiveFrom = agreement.effectiveFrom, effectiveTo = agreement.effectiveTo } = input;
  checkPartialDate('input.effectiveFrom', effectiveFrom);
  checkPartialDate('input.effectiveTo', effectiveTo);
  checkEffective(effectiveFrom, effectiveTo, 'input.effectiveTo');
  const on = correctedDay('input.on', agreement.on, input.on, today);
  if (on !== null) checkNotEnded('input.effectiveTo', effectiveTo, on);
  const note = changedText('input.note', LONGEST_REASON, input.note, agreement.note);
  const name = input.name == null ? null : correctedText('input.name', LONGEST_NAME, agreement.name, input.name);
  return {
    ...{ effectiveFrom, effectiveTo, on, note },
    ...(kind != null && { kind }),
    ...(name && {
      name,
      nameThOrigin: correctedOrigin(name, input.name, agreement.nameThOrigin),
      shownName: shownName(name),
      ...searchedNames({ name }),
    }),
  };
}

/** What an agreement refers to: absent stays, null takes it out. */
async function changedReferences(
  { database }: PartnersContext,
  write: Write,
  { programmeId, solutionId, occasionId }: ChangeAgreementInput,
): Promise<Partial<StoredAgreement>> {
  return {
    ...(programmeId !== undefined && {
      programmeId: await knownRow(database, programmeModel, write, 'input.programmeId', programmeId),
    }),
    ...(solutionId !== undefined && {
      solutionId: await knownRow(database, solutionModel, write, 'input.solutionId', solutionId),
    }),
    ...(occasionId !== undefined && { occasionEventId: checkedIdOrNull('input.occasionId', occasionId) }),
  };
}

/** @throws RULE_VIOLATED (NOT_SIGNED) */
function checkHasSigned(hasSigned: boolean): void {
  if (hasSigned) return;
  throw refusal(
    'RULE_VIOLATED',
    { en: 'This party has not signed the agreement here.', th: 'คู่สัญญารายนี้ยังไม่ได้ลงนามในข้อตกลงนี้' },
    { argument: 'input.agreementId', rule: 'NOT_SIGNED' },
  );
}

function statusIsNotTheirs() {
  return refusal(
    'FORBIDDEN',
    {
      en: 'Only the network’s administrators correct the status of an agreement: sign it, take the signature back, or end it.',
      th: 'เฉพาะผู้ดูแลเครือข่ายเท่านั้นที่แก้ไขสถานะข้อตกลงได้ โปรดลงนาม ถอนการลงนาม หรือบันทึกการสิ้นสุดแทน',
    },
    { argument: 'input.status', needs: ['network-admin'] },
  );
}
