import type { ByteText } from '../../upstream/byte-text.js';
import type { Data } from '../data.js';
import { Unrepresented, type WriteRepresentation } from './representation.js';

/** The representations of the objects of one fetch, each once. */
export interface Representations {
  /** In JSON, with commas between. */
  readonly list: ByteText;
  /** The position of each representation in the list, in order. */
  readonly positions: ReadonlyMap<ByteText, number>;
  /** For each object, the position of its representation; -1 for one that has none. */
  readonly positionOf: readonly number[];
}

/** @param onUnrepresented is called for each object that has no representation */
export function collectRepresentations(
  objects: readonly Data[],
  represent: WriteRepresentation,
  onUnrepresented: (object: Data, reason: Unrepresented) => void,
): Representations {
  const positions = new Map<ByteText, number>();
  const positionOf: number[] = [];
  let list = '';
  for (const object of objects) {
    const representation = represent(object);
    let position = -1;
    if (representation instanceof Unrepresented) onUnrepresented(object, representation);
    else {
      const known = positions.get(representation);
      if (known === undefined) {
        position = positions.size;
        list += position === 0 ? representation : `,${representation}`;
        positions.set(representation, position);
      } else position = known;
    }
    positionOf.push(position);
  }
  return { list, positions, positionOf };
}
