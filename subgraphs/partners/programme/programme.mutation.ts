import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkedAliases } from '../../domain/checks/check-aliases.js';
import { checkedNewId } from '../../domain/checks/check-id.js';
import { checkLocalizedText, LONGEST_DESCRIPTION, LONGEST_NAME } from '../../domain/checks/check-text.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import { withSource } from '../../domain/sources/source-of-write.js';
import { SourceInput } from '../../domain/sources/source.input.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import {
  CHANGED_WEB_LINKS,
  changedWebLinks,
  checkedWebLinks,
  NEW_WEB_LINKS,
  WebLinkInput,
} from '../../domain/web-links/web-link.input.js';
import {
  changeRow,
  checkFreeId,
  checkVersion,
  insertRow,
  knownRow,
  notFound,
  readRow,
} from '../../runtime/write/rows.js';
import { ReasonedInput, WriteInput } from '../../runtime/write/write.input.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import { authorizeActingParty, signedIn } from '../facts/acting-party.js';
import { ownerIsNotTheirs } from '../facts/owner-correction.js';
import { checkLife, correctedDay } from '../facts/corrected-days.js';
import { correctedNames } from '../facts/corrected-name.js';
import { recordedFact } from '../facts/recorded-fact.js';
import { checkNoSimilarName } from '../facts/similar-names.js';
import type { PartnersContext } from '../loaders.js';
import { partnerModel } from '../partner/partner.model.js';
import { ProgrammeKind } from '../vocabulary/vocabulary.js';
import { programmeModel } from './programme.model.js';
import { Programme } from './programme.type.js';
import { checkForeignId } from '../../runtime/foreign/check-foreign-id.js';
import { ID_HOLDERS } from '../id-holders.js';

@InputType('RegisterProgrammeInput', { description: 'A programme that cities and partners can belong to.' })
export class RegisterProgrammeInput extends WriteInput {
  @Field(() => ID, {
    description:
      'Its readable id, such as city-possible: words of a-z and 0-9 joined by hyphens, at most 80 characters. It never changes.',
  })
  id!: string;

  @Field(() => LocalizedTextInput, { description: 'Its name, at most 200 characters.' })
  name!: LocalizedTextInput;

  @Field(() => [String], { defaultValue: [], description: 'Other names and spellings, at most 20.' })
  aliases!: string[];

  @Field(() => ProgrammeKind, { description: 'What kind of programme it is.' })
  kind!: ProgrammeKind;

  @Field(() => LocalizedTextInput, { description: 'What it is, at most 5,000 characters.' })
  description!: LocalizedTextInput;

  @Field(() => ID, { nullable: true, description: 'The partner that owns it.' })
  ownerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'When it started: YYYY, YYYY-MM or YYYY-MM-DD, not in the future.',
  })
  startedOn?: string | null;

  @Field(() => [WebLinkInput], { nullable: true, description: NEW_WEB_LINKS })
  webLinks?: WebLinkInput[] | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True when a programme of the same or a very similar name is on file, and this is another one.',
  })
  evenIfSimilar!: boolean;

  @Field(() => SourceInput, { description: 'Where this can be read.' })
  source!: SourceInput;
}

@InputType('ChangeProgrammeInput', {
  description: 'What a programme is otherwise than it was written. What is absent stays; null takes it out.',
})
export class ChangeProgrammeInput extends ReasonedInput {
  @Field(() => ID, { description: 'The programme.' })
  programmeId!: string;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'Its name, at most 200 characters. An absent language stays.',
  })
  name?: LocalizedTextInput | null;

  @Field(() => [String], { nullable: true, description: 'Its other names and spellings, at most 20.' })
  aliases?: string[] | null;

  @Field(() => ProgrammeKind, { nullable: true, description: 'What kind of programme it is.' })
  kind?: ProgrammeKind | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'What it is, at most 5,000 characters. An absent language stays.',
  })
  description?: LocalizedTextInput | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The partner that owns it. For the network’s administrators.',
  })
  ownerId?: string | null;

  @Field(() => String, { nullable: true, description: 'When it started: YYYY, YYYY-MM or YYYY-MM-DD.' })
  startedOn?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'When it ended: YYYY, YYYY-MM or YYYY-MM-DD, neither in the future nor before it started.',
  })
  endedOn?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True when a programme of the same or a very similar name is on file, and this is another one.',
  })
  evenIfSimilar!: boolean;

  @Field(() => [WebLinkInput], { nullable: true, description: CHANGED_WEB_LINKS })
  webLinks?: WebLinkInput[] | null;

  @Field(() => SourceInput, { description: 'Where this can be read.' })
  source!: SourceInput;
}

@Resolver()
export class ProgrammeMutations {
  @Directive('@authenticated')
  @Mutation(() => Programme, {
    nullable: true,
    description:
      'Takes a programme into the network. One of the same or a very similar name is refused unless `evenIfSimilar`. For the network’s administrators.',
  })
  async registerProgramme(
    @Arg('input', () => RegisterProgrammeInput, { description: 'The programme.' }) input: RegisterProgrammeInput,
    @Ctx() context: PartnersContext,
  ) {
    const { database } = context;
    const actingParty = authorizeActingParty(context.caller);
    const id = checkedNewId('input.id', input.id);
    const name = checkLocalizedText('input.name', LONGEST_NAME, input.name);
    const description = checkLocalizedText('input.description', LONGEST_DESCRIPTION, input.description);
    const aliases = checkedAliases(input.aliases);
    const webLinks = checkedWebLinks(input.webLinks);
    await checkForeignId(context, actingParty.caller, 'registerProgramme', input, 'input.id', id);
    const records = [`Programme/${id}`, 'Programme/*names'];
    await writeExclusively(context, actingParty.caller, 'registerProgramme', input, records, async (write) => {
      await checkFreeId(database, ID_HOLDERS, write, 'input.id', id);
      if (!input.evenIfSimilar) await checkNoSimilarName(database, programmeModel, write, { id, name, aliases });
      const ownerPartnerId = await knownRow(database, partnerModel, write, 'input.ownerId', input.ownerId);
      const { source, confidence, today: day } = recordedFact(input, actingParty, write);
      await insertRow(database, programmeModel, write, 'Programme', {
        ...{ _id: id, name, nameThOrigin: name.th === null ? null : 'OFFICIAL', aliases, kind: input.kind },
        ...{ ownerPartnerId, startedOn: correctedDay('input.startedOn', null, input.startedOn, day), endedOn: null },
        ...{ description, benefits: [], elements: [], targets: [], counts: [], claims: [] },
        ...{ webLinks, sources: [source], confidence },
      });
      return id;
    });
    return context.loaders.programmes.byId.load(id);
  }

  @Directive('@authenticated')
  @Mutation(() => Programme, {
    nullable: true,
    description:
      'Corrects what is on file of a programme, or says when it ended. A new name that is the same as or very similar to one on file is refused unless `evenIfSimilar`. For officers of the partner that owns it.',
  })
  async changeProgramme(
    @Arg('input', () => ChangeProgrammeInput, { description: 'The corrections and the reason.' })
    input: ChangeProgrammeInput,
    @Ctx() context: PartnersContext,
  ) {
    const { programmeId, expectedVersion, kind, ownerId } = input;
    const { database } = context;
    signedIn(context.caller);
    const found = await context.loaders.programmes.byId.load(programmeId);
    if (!found) throw notFound(programmeModel.called, programmeId, 'input.programmeId');
    const actingParty = authorizeActingParty(context.caller, ['partner-officer', found.ownerPartnerId]);
    const records = [`Programme/${programmeId}`, 'Programme/*names'];
    await writeExclusively(context, actingParty.caller, 'changeProgramme', input, records, async (write) => {
      const programme = await readRow(database, programmeModel, write, programmeId, 'input.programmeId');
      checkVersion(programme, expectedVersion);
      // Who may write depends on who owns the programme now.
      authorizeActingParty(context.caller, ['partner-officer', programme.ownerPartnerId]);
      if (ownerId !== undefined && write.caller.as !== 'network-admin') throw ownerIsNotTheirs(programmeModel.called);
      const day = today(write, THAILAND);
      const startedOn = correctedDay('input.startedOn', programme.startedOn, input.startedOn, day);
      const endedOn = correctedDay('input.endedOn', programme.endedOn, input.endedOn, day);
      checkLife(startedOn, endedOn, 'input.endedOn');
      const names = correctedNames(programme, input);
      if (!input.evenIfSimilar)
        await checkNoSimilarName(database, programmeModel, write, { id: programmeId, ...names }, programme);
      const ownerPartnerId = await knownRow(database, partnerModel, write, 'input.ownerId', ownerId);
      const { source } = recordedFact(input, actingParty, write);
      await changeRow(database, programmeModel, write, {
        ...{ type: 'Programme', id: programmeId, expectedVersion },
        update: {
          $set: {
            ...names,
            ...changedWebLinks(input),
            ...{ startedOn, endedOn, sources: withSource(programme.sources, source) },
            ...(kind != null && { kind }),
            ...(ownerId !== undefined && { ownerPartnerId }),
          } as never,
        },
      });
      return programmeId;
    });
    return context.loaders.programmes.byId.load(programmeId);
  }
}
