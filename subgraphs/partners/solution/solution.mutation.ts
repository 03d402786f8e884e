import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkedAliases } from '../../domain/checks/check-aliases.js';
import { checkLocalizedText, LONGEST_DESCRIPTION, LONGEST_NAME } from '../../domain/checks/check-text.js';
import { checkedCode, checkedId, checkedNewId } from '../../domain/checks/check-id.js';
import { checkedList } from '../../domain/checks/check-list.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { checkedWebLinks, NEW_WEB_LINKS, WebLinkInput } from '../../domain/web-links/web-link.input.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import { SourceInput } from '../../domain/sources/source.input.js';
import { refusal } from '../../runtime/errors/errors.js';
import { authorizeFound } from '../../runtime/write/authorize.js';
import { checkForeignKeys } from '../../runtime/foreign/check-foreign-keys.js';
import { insertRow, checkFreeId, knownRow } from '../../runtime/write/rows.js';
import { WriteInput } from '../../runtime/write/write.input.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import type { PartnersContext } from '../loaders.js';
import { partnerModel } from '../partner/partner.model.js';
import { programmeModel } from '../programme/programme.model.js';
import { solutionModel } from './solution.model.js';
import { Solution } from './solution.type.js';
import { SolutionKind } from '../vocabulary/vocabulary.js';
import { checkNoSimilarName } from '../facts/similar-names.js';
import { recordedFact } from '../facts/recorded-fact.js';
import { authorizeActingParty } from '../facts/acting-party.js';
import { checkForeignId } from '../../runtime/foreign/check-foreign-id.js';
import { ID_HOLDERS } from '../id-holders.js';

/** The most other names, challenges or cities that a solution has. */
export const MOST_OF_SOLUTION = 20;

@InputType('PublishSolutionInput', { description: 'A solution that its owner makes known.' })
export class PublishSolutionInput extends WriteInput {
  @Field(() => ID, {
    description:
      'Its readable id, such as traffy-fondue: words of a-z and 0-9 joined by hyphens, at most 80 characters. It never changes.',
  })
  id!: string;

  @Field(() => ID, { description: 'The partner that owns it.' })
  ownerId!: string;

  @Field(() => LocalizedTextInput, { description: 'Its name, at most 200 characters.' })
  name!: LocalizedTextInput;

  @Field(() => [String], { defaultValue: [], description: 'Other names and spellings, at most 20.' })
  aliases!: string[];

  @Field(() => SolutionKind, { description: 'What kind of solution it is.' })
  kind!: SolutionKind;

  @Field(() => LocalizedTextInput, { description: 'What it is, at most 5,000 characters.' })
  description!: LocalizedTextInput;

  @Field(() => [ID], { description: 'The challenges it addresses, by code, 1 to 20.' })
  addresses!: string[];

  @Field(() => [Dimension], { defaultValue: [], description: 'The dimensions it serves.' })
  dimensions!: Dimension[];

  @Field(() => ID, { nullable: true, description: 'The programme it came out of.' })
  originProgrammeId?: string | null;

  @Field(() => [ID], { defaultValue: [], description: 'The cities it was made with, at most 20.' })
  coCreatedWith!: string[];

  @Field(() => [WebLinkInput], { nullable: true, description: NEW_WEB_LINKS })
  webLinks?: WebLinkInput[] | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True when a solution of the same or a very similar name is on file, and this is another one.',
  })
  evenIfSimilar!: boolean;

  @Field(() => SourceInput, {
    nullable: true,
    description: 'Where this can be read; when left out, the owner itself is the source.',
  })
  source?: SourceInput | null;
}

@Resolver()
export class PublishSolutionMutation {
  @Directive('@authenticated')
  @Mutation(() => Solution, {
    nullable: true,
    description:
      'Makes a solution known. One of the same or a very similar name is refused unless `evenIfSimilar`. For officers of the partner that owns it.',
  })
  async publishSolution(
    @Arg('input', () => PublishSolutionInput, { description: 'The solution.' }) input: PublishSolutionInput,
    @Ctx() context: PartnersContext,
  ) {
    const { database } = context;
    const actingParty = await authorizeFound(
      [['input.ownerId', input.ownerId, context.loaders.partners.byId, partnerModel.called]],
      () => authorizeActingParty(context.caller, ['partner-officer', input.ownerId]),
    );
    const id = checkedNewId('input.id', input.id);
    const name = checkLocalizedText('input.name', LONGEST_NAME, input.name);
    const description = checkLocalizedText('input.description', LONGEST_DESCRIPTION, input.description);
    const aliases = checkedAliases(input.aliases);
    const addresses = checkedList('input.addresses', MOST_OF_SOLUTION, input.addresses, checkedCode);
    const coCreatedWith = checkedList('input.coCreatedWith', MOST_OF_SOLUTION, input.coCreatedWith, checkedId);
    const webLinks = checkedWebLinks(input.webLinks);
    checkAddresses(addresses);
    await checkForeignKeys(context, actingParty.caller, 'publishSolution', input, [
      ...input.addresses.map((code, at) => ['Challenge', `input.addresses.${at}`, code] as const),
      ...input.coCreatedWith.map((id, at) => ['City', `input.coCreatedWith.${at}`, id] as const),
    ]);
    await checkForeignId(context, actingParty.caller, 'publishSolution', input, 'input.id', id);
    const records = [`Solution/${id}`, 'Solution/*names'];
    await writeExclusively(context, actingParty.caller, 'publishSolution', input, records, async (write) => {
      await checkFreeId(database, ID_HOLDERS, write, 'input.id', id);
      if (!input.evenIfSimilar) await checkNoSimilarName(database, solutionModel, write, { id, name, aliases });
      const ownerPartnerId = await knownRow(database, partnerModel, write, 'input.ownerId', input.ownerId);
      const originProgrammeId = await knownRow(
        database,
        programmeModel,
        write,
        'input.originProgrammeId',
        input.originProgrammeId,
      );
      const { source, confidence } = recordedFact(input, actingParty, write);
      await insertRow(database, solutionModel, write, 'Solution', {
        ...{
          _id: id,
          name,
          nameThOrigin: name.th === null ? null : 'OFFICIAL',
          aliases,
          kind: input.kind,
          ownerPartnerId,
          originProgrammeId,
          coCreatedWith,
          addresses,
        },
        ...{
          dimensions: [...new Set(input.dimensions)],
          description,
          evidenceLevel: null,
          counts: [],
          deployments: [],
          introductions: [],
          webLinks,
          sources: [source],
          confidence,
        },
      });
      return id;
    });
    return context.loaders.solutions.byId.load(id);
  }
}

/** @throws RULE_VIOLATED (SOLUTION_NEEDS_CHALLENGE) */
export function checkAddresses(addresses: readonly string[]): void {
  if (addresses.length > 0) return;
  throw refusal(
    'RULE_VIOLATED',
    { en: 'A solution addresses at least one challenge.', th: 'โซลูชันต้องตอบโจทย์ความท้าทายอย่างน้อยหนึ่งข้อ' },
    { argument: 'input.addresses', rule: 'SOLUTION_NEEDS_CHALLENGE' },
  );
}
