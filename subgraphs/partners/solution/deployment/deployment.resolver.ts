import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { resolveSource } from '../../../domain/sources/resolve-sources.js';
import { City } from '../../references.js';
import { Deployment, DeploymentStage, Outcome, Shortfall } from './deployment.type.js';
import type { OwnedFact } from '../../facts/owned-facts.js';
import { shownStanding, Standing } from '../../../domain/standing/standing.type.js';
import { loadOrNull } from '../../../runtime/database/loader.js';
import type { PartnersContext } from '../../loaders.js';
import { Partner } from '../../partner/partner.type.js';
import { identifiedOutcomes } from './outcome-ids.js';
import { shortfallsOf } from './shortfalls.js';
import type { StoredDeployment } from '../solution.model.js';
import { Solution } from '../solution.type.js';
import { ListSize } from '../../../runtime/schema/cost-directives.js';

@Resolver(() => Deployment)
export class DeploymentResolver {
  @FieldResolver(() => Solution, { nullable: true, description: 'The solution.' })
  solution(@Root() deployment: OwnedFact<StoredDeployment>, @Ctx() { loaders }: PartnersContext) {
    return loaders.solutions.byId.load(deployment.ownerId);
  }

  @FieldResolver(() => City, { nullable: true, description: 'The city.' })
  city(@Root() deployment: OwnedFact<StoredDeployment>) {
    return { id: deployment.cityId };
  }

  @FieldResolver(() => Partner, { nullable: true, description: 'Who runs it there.' })
  operator(@Root() deployment: OwnedFact<StoredDeployment>, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.partners.byId, deployment.operatorPartnerId);
  }

  @ListSize(6)
  @FieldResolver(() => [DeploymentStage], { description: 'The stages it went through, in their order.' })
  history(@Root() deployment: OwnedFact<StoredDeployment>) {
    return deployment.history.map((fact) => resolveSource(deployment.ownerSources, fact));
  }

  @ListSize(10)
  @FieldResolver(() => [Outcome], { description: 'The results that were measured or stated.' })
  outcomes(@Root() deployment: OwnedFact<StoredDeployment>) {
    return identifiedOutcomes(deployment as unknown as StoredDeployment).map((fact) =>
      resolveSource(deployment.ownerSources, fact),
    );
  }

  @ListSize(4)
  @FieldResolver(() => [Shortfall], {
    description:
      'Where it fell short of its plan: latest figure of what was planned against latest figure of what was issued, delivered or completed.',
  })
  shortfalls(@Root() deployment: OwnedFact<StoredDeployment>) {
    return shortfallsOf(
      identifiedOutcomes(deployment as unknown as StoredDeployment).map((fact) =>
        resolveSource(deployment.ownerSources, fact),
      ),
    );
  }

  @FieldResolver(() => Standing, { description: 'Whether those whom it is about agree that it is so.' })
  standing(@Root() deployment: OwnedFact<StoredDeployment>) {
    return shownStanding(deployment);
  }

  @FieldResolver(() => Standing, {
    nullable: true,
    description:
      'Whether the city or the solution’s owner agrees with who runs it there: only then may its officers go on writing. Null when nobody is named.',
  })
  operatorStanding(@Root() { operatorPartnerId, operatorStanding = null }: OwnedFact<StoredDeployment>) {
    return operatorPartnerId === null ? null : shownStanding({ standing: operatorStanding });
  }
}
