import {
  getNamedType,
  isLeafType,
  isObjectType,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql';
import { collectFields, selectionSetsOf, type Selecting } from './collect-fields.js';
import { oncePerSelection } from './once-per-selection.js';

/** Makes a text of a field's type and selections that is the same for those whose values are written alike: the same names, types and order all the way down. */
export type SignatureOf = (type: GraphQLOutputType, nodes: readonly FieldNode[]) => string | null;

/**
 * Makes the signatures of one document. There is none where the objects of a field may be of several types.
 *
 * @param isUsual whether a field is fetched under the name that the client gives it
 */
export function createSignatures(selecting: Selecting, isUsual: (node: FieldNode) => boolean): SignatureOf {
  const ofObject = oncePerSelection(newSignature);

  return signatureOf;

  function signatureOf(type: GraphQLOutputType, nodes: readonly FieldNode[]): string | null {
    const named = getNamedType(type);
    if (isLeafType(named)) return String(type);
    const inner = isObjectType(named) ? ofObject(named, selectionSetsOf(nodes)) : null;
    return inner && `${String(type)}${inner}`;
  }

  function newSignature(type: GraphQLObjectType, selectionSets: readonly SelectionSetNode[]): string | null {
    const parts: string[] = [];
    for (const [name, nodes] of collectFields(selecting, type, selectionSets)) {
      const part = ofField(type, nodes);
      if (part === null) return null;
      parts.push(`${name}:${part}`);
    }
    return `{${parts.join(',')}}`;
  }

  function ofField(parent: GraphQLObjectType, nodes: readonly FieldNode[]): string | null {
    const field = nodes[0]!.name.value;
    if (field === '__typename') return field;
    const type = parent.getFields()[field]?.type;
    return type && isUsual(nodes[0]!) ? signatureOf(type, nodes) : null;
  }
}
