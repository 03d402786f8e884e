import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkedAliases } from '../../../domain/checks/check-aliases.js';
import { checkCountry } from '../../../domain/checks/check-country.js';
import { checkedNewId } from '../../../domain/checks/check-id.js';
import {
  changedText,
  checkLocalizedText,
  LONGEST_DESCRIPTION,
  LONGEST_NAME,
} from '../../../domain/checks/check-text.js';
import { THAILAND, today } from '../../../domain/dates/today.js';
import { sourceOfWrite } from '../../../domain/sources/source-of-write.js';
import { SourceInput } from '../../../domain/sources/source.input.js';
import { LocalizedTextInput } from '../../../domain/texts/localized-text.input.js';
import { checkedWebLinks, NEW_WEB_LINKS, WebLinkInput } from '../../../domain/web-links/web-link.input.js';
import { authorize } from '../../../runtime/write/authorize.js';
import { checkFreeId, insertRow, knownRow } from '../../../runtime/write/rows.js';
import { WriteInput } from '../../../runtime/write/write.input.js';
import type { CitiesContext } from '../../loaders.js';
import { provinceModel } from '../../province/province.model.js';
import { AreaKind, ListGroup } from '../../vocabulary/vocabulary.js';
import { Region } from '../../../domain/vocabulary/region.js';
import { cityDerived } from '../city.derived.js';
import { cityModel } from '../city.model.js';
import { City } from '../city.type.js';
import { writeCity } from '../write-city.js';
import { LocationInput, locationOf, PopulationInput, populationOf } from './city-fields.input.js';
import { namePaths } from './name-paths.js';
import { checkForeignId } from '../../../runtime/foreign/check-foreign-id.js';
import { ID_HOLDERS } from '../../id-holders.js';

@InputType('RegisterCityInput', { description: 'A city or area that is new in the network.' })
export class RegisterCityInput extends WriteInput {
  @Field(() => ID, {
    description:
      'Readable and stable, unique in the whole network: words of a-z and 0-9 joined by hyphens, such as th-nan.',
  })
  id!: string;

  @Field(() => LocalizedTextInput, { description: 'The name, at most 200 characters in each language.' })
  name!: LocalizedTextInput;

  @Field(() => [String], {
    nullable: true,
    description: 'Other spellings, at most 20, each of at most 200 characters.',
  })
  aliases?: string[] | null;

  @Field(() => ListGroup, { defaultValue: 'REFERENCE', description: 'Why it is put on file.' })
  listGroup!: ListGroup;

  @Field(() => String, { description: 'ISO 3166-1 code of the country, two capital letters such as TH.' })
  countryCode!: string;

  @Field(() => ID, { nullable: true, description: 'ISO 3166-2 code of a province on file, such as TH-95.' })
  provinceCode?: string | null;

  @Field(() => Region, { description: 'The region of Thailand, or of the world.' })
  region!: Region;

  @Field(() => AreaKind, { description: 'What kind of area it is.' })
  kind!: AreaKind;

  @Field(() => LocationInput, { nullable: true, description: 'The point on the map.' })
  location?: LocationInput | null;

  @Field(() => PopulationInput, { nullable: true, description: 'The population.' })
  population?: PopulationInput | null;

  @Field(() => [WebLinkInput], { nullable: true, description: NEW_WEB_LINKS })
  webLinks?: WebLinkInput[] | null;

  @Field(() => SourceInput, { description: 'Where all this can be read.' })
  source!: SourceInput;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'A remark, at most 5,000 characters in each language.',
  })
  note?: LocalizedTextInput | null;
}

@Resolver()
export class RegisterCityMutation {
  @Directive('@authenticated')
  @Mutation(() => City, {
    nullable: true,
    description: 'Puts a new city or area on file. For the network’s administrators, with a source.',
  })
  async registerCity(
    @Arg('input', () => RegisterCityInput, { description: 'The city.' }) input: RegisterCityInput,
    @Ctx() context: CitiesContext,
  ) {
    const caller = authorize(context.caller, ['network-admin']);
    const id = checkedNewId('input.id', input.id);
    const name = checkLocalizedText('input.name', LONGEST_NAME, input.name);
    const aliases = checkedAliases(input.aliases);
    const note = changedText('input.note', LONGEST_DESCRIPTION, input.note);
    const webLinks = checkedWebLinks(input.webLinks);
    checkCountry('input.countryCode', input.countryCode);
    const named = { ...input, cityId: id };
    await checkForeignId(context, caller, 'registerCity', named, 'input.id', id);
    return writeCity(context, caller, 'registerCity', named, async (write) => {
      const { database } = context;
      await checkFreeId(database, ID_HOLDERS, write, 'input.id', id);
      const provinceCode = await knownRow(database, provinceModel, write, 'input.provinceCode', input.provinceCode);
      const source = sourceOfWrite(input.source, id, today(write, THAILAND));
      const city = {
        _id: id,
        listGroup: input.listGroup,
        name,
        nameThOrigin: null,
        aliases,
        countryCode: input.countryCode,
        provinceCode,
        region: input.region,
        kind: input.kind,
        kindConfidence: 'MEDIUM',
        location: input.location == null ? null : locationOf(input.location, source.id),
        geonamesId: null,
        population: input.population == null ? null : populationOf(input.population, source.id),
        candidate2019: null,
        statusHistory: [],
        memberships: [],
        claimedMemberships: [],
        dimensions: [],
        challenges: [],
        leader: null,
        observations: [],
        successorIds: [],
        note,
        webLinks,
        sources: [source],
        confidence: 'MEDIUM',
      } as const;
      return insertRow(database, cityModel, write, 'City', {
        ...city,
        ...cityDerived(city as never, false),
        ...(await namePaths(database, write, city)),
      } as never);
    });
  }
}
