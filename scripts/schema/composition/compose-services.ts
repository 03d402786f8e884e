import { composeServices as compose, type CompositionResult } from '@apollo/composition';
import { buildSubgraph, errorCauses } from '@apollo/federation-internals';
import { GraphQLError, type DocumentNode } from 'graphql';
import { findLeafSelections } from './leaf-selections.js';

/** A subgraph whose SDL was parsed. */
export interface ParsedService {
  name: string;
  url: string;
  typeDefs: DocumentNode;
}

/**
 * Composes as `@apollo/composition` does. What the library throws, instead of saying it, is an error of the result too: those
 * that {@link findLeafSelections} explains, else one COMPOSITION_FAILED with the cause.
 */
export function composeServices(services: ParsedService[]): CompositionResult {
  try {
    return compose(services);
  } catch (error) {
    const explained = services.flatMap(({ name, typeDefs }) => findLeafSelections(name, typeDefs));
    return { errors: explained.length > 0 ? explained : [describeThrown(error as Error, services)] };
  }
}

function describeThrown(error: Error, services: readonly ParsedService[]): GraphQLError {
  const culprit = services.find(isThrowing);
  return new GraphQLError(
    `${culprit ? `[${culprit.name}] ` : ''}The composition library cannot read this schema: ${error.message.split('\n', 1)[0]}`,
    { extensions: { code: 'COMPOSITION_FAILED' }, originalError: error },
  );
}

/** Whether the library fails on the subgraph alone. An error that it explains is none of these. */
function isThrowing({ name, url, typeDefs }: ParsedService): boolean {
  try {
    buildSubgraph(name, url, typeDefs);
    return false;
  } catch (error) {
    return errorCauses(error as Error) === undefined;
  }
}
