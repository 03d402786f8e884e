import type DataLoader from 'dataloader';
import mongoose, { type Model } from 'mongoose';
import { createLoader } from '../../../runtime/database/loader.js';
import type { StoredAgreement } from '../../agreement/agreement.model.js';
import { isAgreed } from '../../agreement/signatures.js';
import { cityLink, type CityLink } from './city-link.js';
import type { StoredSolution } from '../../solution/solution.model.js';

type Linked = Pick<StoredAgreement, '_id' | 'parties' | 'writtenBy' | 'signatures'>;
type Spread = Pick<StoredSolution, '_id' | 'ownerPartnerId' | 'deployments' | 'introductions'>;

/**
 * The partners that work with a city by agreements that bind both, deployments and introductions: one `find` a tick in
 * each of the two collections. A link may come more than once.
 */
export function directLinksLoader(
  agreements: Model<StoredAgreement>,
  solutions: Model<StoredSolution>,
): DataLoader<string, CityLink[]> {
  return createLoader(async (cityIds: readonly string[]) => {
    const links = new Map<string, CityLink[]>(cityIds.map((id) => [id, []]));
    for (const [cityId, link] of await readDirectLinks(agreements, solutions, { $in: [...cityIds] }))
      links.get(cityId)?.push(link);
    return cityIds.map((id) => links.get(id) ?? []);
  });
}

/**
 * Reads the links between cities and partners of the records that name a city: one `find` in each of the two collections. A
 * link may come more than once, and with other cities of the same record.
 *
 * @param cityId the condition on the id of a city, made by us
 */
export async function readDirectLinks(
  agreements: Model<StoredAgreement>,
  solutions: Model<StoredSolution>,
  cityId: object,
): Promise<Array<[cityId: string, link: CityLink]>> {
  const among = mongoose.trusted(cityId);
  const [signed, spread] = await Promise.all([
    agreements
      .find({ 'parties.cityId': among } as never, { parties: 1, writtenBy: 1, 'signatures.party': 1 })
      .sort({ _id: 1 })
      .lean<Linked[]>(),
    solutions
      .find(
        mongoose.trusted({ $or: [{ 'deployments.cityId': among }, { 'introductions.toCityId': among }] }) as never,
        {
          ownerPartnerId: 1,
          'deployments.cityId': 1,
          'deployments.operatorPartnerId': 1,
          'introductions.toCityId': 1,
          'introductions.from': 1,
        },
      )
      .sort({ _id: 1 })
      .lean<Spread[]>(),
  ]);
  return [...signed.filter(isAgreed).flatMap(agreementLinks), ...spread.flatMap(solutionLinks)];
}

type Found = [cityId: string, link: CityLink];

function agreementLinks({ _id: agreementId, parties }: Linked): Found[] {
  const partners = parties.flatMap(({ partnerId }) => partnerId ?? []);
  return parties.flatMap(({ cityId }) =>
    cityId === null
      ? []
      : partners.map((partnerId): Found => [cityId, cityLink('AGREEMENT', partnerId, { agreementId })]),
  );
}

function solutionLinks({ _id: solutionId, ownerPartnerId, deployments, introductions }: Spread): Found[] {
  const link = (kind: CityLink['kind'], cityId: string | null, partnerId: string | null): Found[] =>
    cityId === null || partnerId === null ? [] : [[cityId, cityLink(kind, partnerId, { solutionId })]];
  return [
    ...deployments.flatMap(({ cityId, operatorPartnerId }) => [
      ...link('SOLUTION_OWNER', cityId, ownerPartnerId),
      ...link('SOLUTION_OPERATOR', cityId, operatorPartnerId),
    ]),
    ...introductions.flatMap(({ toCityId, from }) => link('INTRODUCED_SOLUTION', toCityId, from.partnerId)),
  ];
}
