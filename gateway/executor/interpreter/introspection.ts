import {
  executeSync,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { IntrospectionField } from '../canonical/projection.js';
import { countListedObjects } from '../data.js';
import { toByteText } from '../../upstream/byte-text.js';
import type { Introspect } from './complete-value.js';

/**
 * Makes what executes `__schema` and `__type`, by graphql-js, wherever they stand.
 *
 * @param schema the client's
 * @param variables as they came
 */
export function createIntrospect(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: Readonly<Record<string, unknown>>,
): Introspect {
  return ({ nodes, responseName }: IntrospectionField) => {
    const document: DocumentNode = {
      kind: Kind.DOCUMENT,
      definitions: [
        {
          kind: Kind.OPERATION_DEFINITION,
          operation: 'query' as OperationDefinitionNode['operation'],
          ...(operation.variableDefinitions && { variableDefinitions: operation.variableDefinitions }),
          selectionSet: { kind: Kind.SELECTION_SET, selections: nodes },
        },
        ...fragments.values(),
      ],
    };
    const { data, errors = [] } = executeSync({ schema, document, variableValues: variables });
    return {
      json: toByteText(JSON.stringify(data?.[responseName] ?? null)),
      listedObjects: countListedObjects(data),
      errors: errors.map(({ message, path }) => ({ message, path, extensions: { code: 'BAD_USER_INPUT' } })),
    };
  };
}
