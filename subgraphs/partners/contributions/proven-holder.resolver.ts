import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { City } from '../references.js';
import { ProvenHolder } from './proven-holder.type.js';
import { loadOrNull } from '../../runtime/database/loader.js';
import type { PartnersContext } from '../loaders.js';
import { IN_USE } from '../suggestions/score.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

/** Rows told of each challenge. */
const MOST = 50;

/** What other subgraphs need to know of who could help a city; clients never see it. */
@Resolver(() => City)
export class CityProvenHoldersResolver {
  @Directive('@inaccessible')
  @Directive('@requires(fields: "challengeKeys { code confidence name { th en } }")')
  @ListSize(30)
  @FieldResolver(() => [ProvenHolder], {
    nullable: true,
    description:
      'Who holds a solution to one of its challenges that is in use in another city, at most 50 for each challenge.',
  })
  async provenHolders(@Root() city: City, @Ctx() { loaders }: PartnersContext): Promise<ProvenHolder[]> {
    const found = await Promise.all(
      (city.challengeKeys ?? []).map(async ({ code, name = null }) => ({
        code,
        name,
        proven: await loaders.provenForChallenge.load(code),
      })),
    );
    const rows = found.map(async ({ code, name, proven }) => {
      const elsewhere = proven.filter(
        ({ deployment }) => deployment.cityId !== city.id && (IN_USE as readonly string[]).includes(deployment.stage),
      );
      const solutions = await Promise.all(elsewhere.map(({ solutionId }) => loaders.solutions.byId.load(solutionId)));
      return elsewhere
        .flatMap(({ solutionId, deployment }, at) => {
          const partners = new Set(
            [solutions[at]?.ownerPartnerId, deployment.operatorPartnerId].filter((id) => id != null),
          );
          return (partners.size === 0 ? [null] : [...partners]).map((partnerId) => ({
            cityId: deployment.cityId,
            city: { id: deployment.cityId },
            partnerId,
            solutionId,
            challengeCode: code,
            challengeName: name,
            stage: deployment.stage,
          }));
        })
        .slice(0, MOST);
    });
    return (await Promise.all(rows)).flat();
  }
}

/** The names behind the ids, for the sentences of others. */
@Resolver(() => ProvenHolder)
export class ProvenHolderResolver {
  @FieldResolver(() => LocalizedText, { nullable: true, description: 'What the partner is called.' })
  async partnerName(@Root() { partnerId }: ProvenHolder, @Ctx() { loaders }: PartnersContext) {
    return (await loadOrNull(loaders.partners.byId, partnerId))?.name ?? null;
  }

  @FieldResolver(() => LocalizedText, { nullable: true, description: 'What the solution is called.' })
  async solutionName(@Root() { solutionId }: ProvenHolder, @Ctx() { loaders }: PartnersContext) {
    return (await loaders.solutions.byId.load(solutionId))?.name ?? null;
  }
}
