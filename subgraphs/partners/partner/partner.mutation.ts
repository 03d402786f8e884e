import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkLocalizedText, LONGEST_DESCRIPTION, LONGEST_NAME } from '../../domain/checks/check-text.js';
import { checkedNewId } from '../../domain/checks/check-id.js';
import { checkCountry } from '../../domain/checks/check-country.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import { SourceInput } from '../../domain/sources/source.input.js';
import {
  CHANGED_WEB_LINKS,
  changedWebLinks,
  checkedWebLinks,
  NEW_WEB_LINKS,
  WebLinkInput,
} from '../../domain/web-links/web-link.input.js';
import { refusal } from '../../runtime/errors/errors.js';
import type { Database } from '../../runtime/database/database.js';
import type { Write } from '../../runtime/write/write.js';
import { changeRow, checkFreeId, checkVersion, insertRow, knownRow, readRow } from '../../runtime/write/rows.js';
import { ReasonedInput, WriteInput } from '../../runtime/write/write.input.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import type { PartnersContext } from '../loaders.js';
import { partnerModel } from './partner.model.js';
import { Partner } from './partner.type.js';
import { Barrier, PartnerKind } from '../vocabulary/vocabulary.js';
import { checkedAliases } from '../../domain/checks/check-aliases.js';
import { checkedDay } from '../../domain/checks/check-date.js';
import { checkNoSimilarName } from '../facts/similar-names.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import { authorizeFound } from '../../runtime/write/authorize.js';
import { correctedDay, checkLife } from '../facts/corrected-days.js';
import { correctedNames } from '../facts/corrected-name.js';
import { recordedFact } from '../facts/recorded-fact.js';
import { authorizeActingParty } from '../facts/acting-party.js';
import { checkForeignId } from '../../runtime/foreign/check-foreign-id.js';
import { ID_HOLDERS } from '../id-holders.js';

@InputType('RegisterPartnerInput', { description: 'A partner that joins the network.' })
export class RegisterPartnerInput extends WriteInput {
  @Field(() => ID, {
    description:
      'Its readable id, such as depa: words of a-z and 0-9 joined by hyphens, at most 80 characters. It never changes.',
  })
  id!: string;

  @Field(() => LocalizedTextInput, { description: 'Its name, at most 200 characters.' })
  name!: LocalizedTextInput;

  @Field(() => [String], { defaultValue: [], description: 'Other names and spellings, at most 20.' })
  aliases!: string[];

  @Field(() => PartnerKind, { description: 'What kind of organisation it is.' })
  kind!: PartnerKind;

  @Field(() => LocalizedTextInput, { description: 'What it is, at most 5,000 characters.' })
  description!: LocalizedTextInput;

  @Field(() => String, {
    nullable: true,
    description: 'ISO 3166-1 code of its country, two capital letters such as TH; null for bodies of several states.',
  })
  countryCode?: string | null;

  @Field(() => ID, { nullable: true, description: 'The organisation above it.' })
  parentId?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether it is a unit of the organisation above it.' })
  isUnit!: boolean;

  @Field(() => String, { nullable: true, description: 'When it was founded: YYYY, YYYY-MM or YYYY-MM-DD.' })
  foundedOn?: string | null;

  @Field(() => [Barrier], {
    defaultValue: [],
    description: 'The barriers that it helps cities to overcome, such as FUNDING.',
  })
  barriersTackled!: Barrier[];

  @Field(() => [WebLinkInput], { nullable: true, description: NEW_WEB_LINKS })
  webLinks?: WebLinkInput[] | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True when a partner of the same or a very similar name is on file, and this is another one.',
  })
  evenIfSimilar!: boolean;

  @Field(() => SourceInput, {
    nullable: true,
    description: 'Where this can be read; when left out, the network itself is the source.',
  })
  source?: SourceInput | null;
}

@Resolver()
export class RegisterPartnerMutation {
  @Directive('@authenticated')
  @Mutation(() => Partner, {
    nullable: true,
    description:
      'Takes a partner into the network. One of the same or a very similar name is refused unless `evenIfSimilar`. For the network’s administrators.',
  })
  async registerPartner(
    @Arg('input', () => RegisterPartnerInput, { description: 'The partner.' }) input: RegisterPartnerInput,
    @Ctx() context: PartnersContext,
  ) {
    const { database } = context;
    const actingParty = authorizeActingParty(context.caller);
    const id = checkedNewId('input.id', input.id);
    const name = checkLocalizedText('input.name', LONGEST_NAME, input.name);
    const description = checkLocalizedText('input.description', LONGEST_DESCRIPTION, input.description);
    const aliases = checkedAliases(input.aliases);
    const webLinks = checkedWebLinks(input.webLinks);
    checkCountry('input.countryCode', input.countryCode);
    checkUnit(input.isUnit, input.parentId);
    await checkForeignId(context, actingParty.caller, 'registerPartner', input, 'input.id', id);
    const records = [`Partner/${id}`, 'Partner/*names'];
    await writeExclusively(context, actingParty.caller, 'registerPartner', input, records, async (write) => {
      await checkFreeId(database, ID_HOLDERS, write, 'input.id', id);
      if (!input.evenIfSimilar) await checkNoSimilarName(database, partnerModel, write, { id, name, aliases });
      const parentId = await knownRow(database, partnerModel, write, 'input.parentId', input.parentId);
      const { source, confidence, today } = recordedFact(input, actingParty, write);
      const foundedOn = input.foundedOn == null ? null : checkedDay('input.foundedOn', input.foundedOn, today);
      const { kind, isUnit, barriersTackled } = input;
      await insertRow(database, partnerModel, write, 'Partner', {
        ...{
          _id: id,
          name,
          nameThOrigin: name.th === null ? null : 'OFFICIAL',
          aliases,
          kind,
          isUnit,
          countryCode: input.countryCode ?? null,
          parentId,
          description,
          foundedOn,
          closedOn: null,
        },
        ...{
          roles: [],
          barriersTackled: [...new Set(barriersTackled)],
          note: null,
          webLinks,
          sources: [source],
          confidence,
        },
      });
      return id;
    });
    return context.loaders.partners.byId.load(id);
  }
}

@InputType('ChangePartnerInput', {
  description: 'What a partner is otherwise than it was written. What is absent stays; null takes it out.',
})
export class ChangePartnerInput extends ReasonedInput {
  @Field(() => ID, { description: 'The partner.' })
  partnerId!: string;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'Its name, at most 200 characters. An absent language stays.',
  })
  name?: LocalizedTextInput | null;

  @Field(() => [String], { nullable: true, description: 'Its other names and spellings, at most 20.' })
  aliases?: string[] | null;

  @Field(() => PartnerKind, { nullable: true, description: 'What kind of organisation it is.' })
  kind?: PartnerKind | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'What it is, at most 5,000 characters. An absent language stays.',
  })
  description?: LocalizedTextInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'ISO 3166-1 code of its country, two capital letters such as TH.',
  })
  countryCode?: string | null;

  @Field(() => String, { nullable: true, description: 'When it was founded: YYYY, YYYY-MM or YYYY-MM-DD.' })
  foundedOn?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'When it was closed: YYYY, YYYY-MM or YYYY-MM-DD, not before it was founded.',
  })
  closedOn?: string | null;

  @Field(() => [Barrier], {
    nullable: true,
    description: 'The barriers that it helps cities to overcome, such as FUNDING.',
  })
  barriersTackled?: Barrier[] | null;

  @Field(() => ID, { nullable: true, description: 'The organisation above it, not itself and none below it.' })
  parentId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is a unit of the organisation above it; null is the same as leaving it out.',
  })
  isUnit?: boolean | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True when a partner of the same or a very similar name is on file, and this is another one.',
  })
  evenIfSimilar!: boolean;

  @Field(() => [WebLinkInput], { nullable: true, description: CHANGED_WEB_LINKS })
  webLinks?: WebLinkInput[] | null;
}

@Resolver()
export class ChangePartnerMutation {
  @Directive('@authenticated')
  @Mutation(() => Partner, {
    nullable: true,
    description:
      'Corrects what is on file of a partner. A new name that is the same as or very similar to one on file is refused unless `evenIfSimilar`. For its officers.',
  })
  async changePartner(
    @Arg('input', () => ChangePartnerInput, { description: 'The corrections and the reason.' })
    input: ChangePartnerInput,
    @Ctx() context: PartnersContext,
  ) {
    const { partnerId, expectedVersion } = input;
    const { database } = context;
    const { caller } = await authorizeFound(
      [['input.partnerId', partnerId, context.loaders.partners.byId, partnerModel.called]],
      () => authorizeActingParty(context.caller, ['partner-officer', partnerId]),
    );
    const records = [`Partner/${partnerId}`, 'Partner/*names'];
    await writeExclusively(context, caller, 'changePartner', input, records, async (write) => {
      const partner = await readRow(database, partnerModel, write, partnerId, 'input.partnerId');
      checkVersion(partner, expectedVersion);
      const { kind, countryCode, barriersTackled } = input;
      checkCountry('input.countryCode', countryCode);
      const day = today(write, THAILAND);
      const foundedOn = correctedDay('input.foundedOn', partner.foundedOn, input.foundedOn, day);
      const closedOn = correctedDay('input.closedOn', partner.closedOn, input.closedOn, day);
      checkLife(foundedOn, closedOn);
      const names = correctedNames(partner, input);
      if (!input.evenIfSimilar)
        await checkNoSimilarName(database, partnerModel, write, { id: partnerId, ...names }, partner);
      const parentId = input.parentId === undefined ? partner.parentId : input.parentId;
      const isUnit = input.isUnit ?? partner.isUnit;
      checkUnit(isUnit, parentId);
      await checkAbove(database, write, partnerId, parentId);
      await knownRow(database, partnerModel, write, 'input.parentId', parentId);
      await changeRow(database, partnerModel, write, {
        ...{ type: 'Partner', id: partnerId, expectedVersion },
        update: {
          $set: {
            ...names,
            ...{ foundedOn, closedOn, parentId, isUnit },
            ...changedWebLinks(input),
            ...(kind != null && { kind }),
            ...(countryCode !== undefined && { countryCode }),
            ...(barriersTackled !== undefined && { barriersTackled: [...new Set(barriersTackled ?? [])] }),
          } as never,
        },
      });
      return partnerId;
    });
    return context.loaders.partners.byId.load(partnerId);
  }
}

/** @throws RULE_VIOLATED (UNIT_NEEDS_PARENT) */
function checkUnit(isUnit: boolean, parentId: string | null | undefined): void {
  if (!isUnit || parentId != null) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: 'A unit belongs to an organisation: name it in `input.parentId`.',
      th: 'หน่วยงานย่อยต้องสังกัดองค์กร โปรดระบุใน `input.parentId`',
    },
    { argument: 'input.parentId', rule: 'UNIT_NEEDS_PARENT' },
  );
}

/**
 * Checks that the organisation above a partner is on file and does not stand below it.
 *
 * @throws NOT_FOUND, RULE_VIOLATED (BELOW_ITSELF)
 */
async function checkAbove(database: Database, write: Write, id: string, parentId: string | null): Promise<void> {
  for (let above = parentId; above !== null;) {
    if (above === id)
      throw refusal(
        'RULE_VIOLATED',
        {
          en: 'An organisation does not stand above itself, nor does one that stands below it.',
          th: 'องค์กรจะสังกัดตนเองหรือสังกัดหน่วยงานที่อยู่ภายใต้ตนเองไม่ได้',
        },
        { argument: 'input.parentId', rule: 'BELOW_ITSELF' },
      );
    ({ parentId: above } = await readRow(database, partnerModel, write, above, 'input.parentId'));
  }
}
