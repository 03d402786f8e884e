import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkPartialDate, checkedDay } from '../../domain/checks/check-date.js';
import { checkLocalizedText, LONGEST_NAME } from '../../domain/checks/check-text.js';
import { checkedIdOrNull, checkedNewId } from '../../domain/checks/check-id.js';
import { Confidence } from '../../domain/sources/confidence.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import { refusal } from '../../runtime/errors/errors.js';
import { authorizeFound, type Named } from '../../runtime/write/authorize.js';
import { checkForeignKeys } from '../../runtime/foreign/check-foreign-keys.js';
import { insertRow, checkFreeId, knownRow } from '../../runtime/write/rows.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import type { Write } from '../../runtime/write/write.js';
import { earliestDay, latestDay } from '../../domain/dates/partial-date.js';
import { statusAfter, withSignatures } from './signatures.js';
import { writeAgreement } from './write-agreement.js';
import { agreementModel } from './agreement.model.js';
import { Agreement } from './agreement.type.js';
import type { PartnersContext } from '../loaders.js';
import { partnerModel } from '../partner/partner.model.js';
import { programmeModel } from '../programme/programme.model.js';
import { solutionModel } from '../solution/solution.model.js';
import type { StoredParty } from '../facts/party.model.js';
import { AgreementKind } from '../vocabulary/vocabulary.js';
import { checkEffective, checkNotEnded, checkOpen, checkSigningDay, withRemark } from './agreement-rules.js';
import { PartyInput } from '../facts/party.input.js';
import { checkedParty, checkParties, officerOf } from '../facts/party-rules.js';
import { checkOccasion, readOccasion, type Occasion } from '../facts/occasion.js';
import { recordedFact } from '../facts/recorded-fact.js';
import { NotedInput } from '../facts/recorded.input.js';
import { authorizeActingParty, signedIn, type ActingParty } from '../facts/acting-party.js';
import { checkForeignId } from '../../runtime/foreign/check-foreign-id.js';
import { ID_HOLDERS } from '../id-holders.js';

const MOST_PARTIES = 50;

@InputType('AgreementTermsInput', { description: 'What a new agreement says.' })
export class AgreementTermsInput {
  @Field(() => LocalizedTextInput, { description: 'Its name, at most 200 characters.' })
  name!: LocalizedTextInput;

  @Field(() => AgreementKind, { description: 'What kind of agreement it is.' })
  kind!: AgreementKind;

  @Field(() => [PartyInput], { description: 'Who is bound by it: 2 to 50, each once.' })
  parties!: PartyInput[];

  @Field(() => ID, { nullable: true, description: 'The programme it belongs to.' })
  programmeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The solution it is about.' })
  solutionId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The event at which it was made.' })
  occasionId?: string | null;

  @Field(() => String, { nullable: true, description: 'From when it holds: YYYY, YYYY-MM or YYYY-MM-DD.' })
  effectiveFrom?: string | null;

  @Field(() => String, { nullable: true, description: 'Until when it holds: YYYY, YYYY-MM or YYYY-MM-DD.' })
  effectiveTo?: string | null;

  @Field(() => Confidence, {
    defaultValue: 'MEDIUM',
    description: 'How well the agreement as a whole is supported; HIGH only with a source.',
  })
  confidence!: Confidence;
}

@InputType('SignAgreementInput', { description: 'Says that an agreement was signed.' })
export class SignAgreementInput extends NotedInput {
  @Field(() => ID, {
    description:
      'The agreement on file, or the readable id of a new one: words of a-z and 0-9 joined by hyphens, at most 80 characters.',
  })
  agreementId!: string;

  @Field(() => AgreementTermsInput, {
    nullable: true,
    description: 'What a new agreement says; absent for one on file.',
  })
  terms?: AgreementTermsInput | null;

  @Field(() => String, {
    nullable: true,
    description:
      'When it was signed: YYYY, YYYY-MM or YYYY-MM-DD, neither in the future nor before the day of the agreement on file; today in Thailand when absent.',
  })
  on?: string | null;
}

@Resolver()
export class SignAgreementMutation {
  @Directive('@authenticated')
  @Mutation(() => Agreement, {
    nullable: true,
    description:
      'Signs an agreement for the parties that the caller speaks for: a new one, or one on file that was only intended, drafted, proposed or announced. It is SIGNED when each party has signed (`Agreement.signatures`), and PROPOSED until then when it is new. For officers of any of its parties.',
  })
  async signAgreement(
    @Arg('input', () => SignAgreementInput, { description: 'The signing.' }) input: SignAgreementInput,
    @Ctx() context: PartnersContext,
  ) {
    signedIn(context.caller);
    await (input.terms == null ? signOnFile(context, input) : signNew(context, input, input.terms));
    return context.loaders.agreements.byId.load(input.agreementId);
  }
}

async function signOnFile(context: PartnersContext, input: SignAgreementInput): Promise<void> {
  const { agreementId } = input;
  const found = await context.loaders.agreements.byId.load(agreementId);
  if (!found)
    throw refusal(
      'NOT_FOUND',
      {
        en: `There is no agreement "${agreementId}": give its terms to record a new one.`,
        th: `ไม่มีข้อตกลง "${agreementId}" โปรดระบุ terms หากต้องการบันทึกข้อตกลงใหม่`,
      },
      { argument: 'input.agreementId' },
    );
  await writeAgreement(context, {
    ...{ action: 'signAgreement', input },
    change: (agreement, { fact: { source, note, today }, write }) => {
      checkOpen(agreement.status);
      const on = checkedDay('input.on', input.on, today);
      const { signatures: before = [] } = agreement;
      // Parties sign in any order: the day of the first one may be told after that of another.
      const isOfSigning = before.some((signature) => signature.on === agreement.on);
      if (!isOfSigning) checkSigningDay(agreement.on, on);
      checkNotEnded('input.on', agreement.effectiveTo, on);
      const signatures = withSignatures(agreement, write.caller, on, { source });
      const made = isOfSigning && latestDay(on) < earliestDay(agreement.on!) ? on : agreement.on;
      return {
        set: {
          ...statusAfter(agreement, signatures),
          signatures,
          on: made ?? on,
          note: withRemark(agreement.note, note),
        },
        source,
      };
    },
  });
}

async function signNew(context: PartnersContext, input: SignAgreementInput, terms: AgreementTermsInput): Promise<void> {
  if (input.expectedVersion != null)
    throw refusal(
      'BAD_USER_INPUT',
      { en: 'A new agreement has no version yet.', th: 'ข้อตกลงใหม่ยังไม่มีเวอร์ชัน' },
      { argument: 'input.expectedVersion' },
    );
  if (terms.parties.length > MOST_PARTIES)
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`input.terms.parties\` takes at most ${MOST_PARTIES} parties, but got ${terms.parties.length}.`,
        th: `\`input.terms.parties\` รับคู่สัญญาได้ไม่เกิน ${MOST_PARTIES} ราย แต่ได้รับ ${terms.parties.length} ราย`,
      },
      { argument: 'input.terms.parties' },
    );
  const parties = terms.parties.map((party, at) => checkedParty(`input.terms.parties.${at}`, party));
  const named = parties.flatMap(({ partnerId }, at): Named[] =>
    partnerId === null
      ? []
      : [[`input.terms.parties.${at}.partnerId`, partnerId, context.loaders.partners.byId, partnerModel.called]],
  );
  const actingParty = await authorizeFound(named, () =>
    authorizeActingParty(context.caller, ...parties.map(officerOf)),
  );
  checkParties('input.terms.parties', parties);
  await checkForeignKeys(context, actingParty.caller, 'signAgreement', input, [
    ...parties.map(({ cityId }, at) => ['City', `input.terms.parties.${at}.cityId`, cityId] as const),
  ]);
  await checkForeignId(context, actingParty.caller, 'signAgreement', input, 'input.agreementId', input.agreementId);
  const occasion = await readOccasion(context, actingParty.caller, 'signAgreement', input, {
    id: terms.occasionId,
    argument: 'input.terms.occasionId',
  });
  await writeExclusively(
    context,
    actingParty.caller,
    'signAgreement',
    input,
    [`Agreement/${input.agreementId}`],
    (write) => insertSigned(context, write, input, terms, { parties, actingParty, occasion }),
  );
}

async function insertSigned(
  { database }: PartnersContext,
  write: Write,
  input: SignAgreementInput,
  terms: AgreementTermsInput,
  { parties, actingParty, occasion }: { parties: StoredParty[]; actingParty: ActingParty; occasion: Occasion },
): Promise<string> {
  const id = checkedNewId('input.agreementId', input.agreementId);
  const name = checkLocalizedText('input.terms.name', LONGEST_NAME, terms.name);
  const { effectiveFrom = null, effectiveTo = null } = terms;
  checkPartialDate('input.terms.effectiveFrom', effectiveFrom);
  checkPartialDate('input.terms.effectiveTo', effectiveTo);
  checkEffective(effectiveFrom, effectiveTo);
  await checkFreeId(database, ID_HOLDERS, write, 'input.agreementId', id);
  for (const [at, { partnerId }] of parties.entries())
    await knownRow(database, partnerModel, write, `input.terms.parties.${at}.partnerId`, partnerId);
  const programmeId = await knownRow(database, programmeModel, write, 'input.terms.programmeId', terms.programmeId);
  const solutionId = await knownRow(database, solutionModel, write, 'input.terms.solutionId', terms.solutionId);
  const occasionEventId = checkedIdOrNull('input.terms.occasionId', terms.occasionId);
  const { source, confidence, note, today } = recordedFact(
    { ...input, confidence: terms.confidence },
    actingParty,
    write,
    'input.terms.confidence',
  );
  const on = checkedDay('input.on', input.on, today);
  checkNotEnded('input.terms.effectiveTo', effectiveTo, on);
  checkOccasion(occasion, on);
  const signatures = withSignatures({ parties }, write.caller, on, { source });
  await insertRow(database, agreementModel, write, 'Agreement', {
    ...{
      _id: id,
      name,
      nameThOrigin: name.th === null ? null : 'OFFICIAL',
      kind: terms.kind,
      parties,
      on,
      effectiveFrom,
      effectiveTo,
      signatures,
      writtenBy: write.caller.as,
      ...statusAfter({ parties, status: 'PROPOSED', statusOn: on }, signatures),
    },
    ...{ barriers: [], funding: null, programmeId, solutionId, occasionEventId, note, sources: [source], confidence },
  });
  return id;
}
