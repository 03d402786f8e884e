import { FieldErrors, isDataObject, MissingField, setMember, type Data } from '../data.js';
import { RawJson } from '../passthrough/raw-json.js';

/**
 * Merges what a fetch brought into an object of the data. Values are moved, not copied: entities that share one response
 * hold the same nested objects, which is harmless because every later fetch fills them alike.
 *
 * Null never replaces a value: of a `@shareable` field that one subgraph knows and another gives as null, the value stays,
 * whichever response comes first. What only the second one could have brought within it is null, with an error. (Apollo's
 * executor takes what comes last.) Of two values that are not null, the later one is taken.
 *
 * @param interfaces names of interfaces: a subgraph that knows one as an object type sends its name as `__typename`, which
 * must not replace the type that another subgraph has sent
 */
export function merge(target: Data, source: Data, interfaces: ReadonlySet<unknown>): void {
  for (const key in source) {
    let value = source[key];
    let present = Object.hasOwn(target, key) ? target[key] : undefined;
    if (present === value) continue;
    if (present === undefined) {
      setMember(target, key, value);
      continue;
    }
    if (key === '__typename' && interfaces.has(value)) continue;
    if (value === null) continue;
    if (present === null) {
      target[key] = value;
      continue;
    }
    if (value instanceof FieldErrors || value instanceof MissingField) continue;
    if (value instanceof RawJson || present instanceof RawJson) {
      if (value instanceof RawJson && present instanceof RawJson && value.structure === present.structure) {
        target[key] = value; // The same fields all the way down: the later one is taken.
        continue;
      }
      if (value instanceof RawJson) value = value.parse();
      if (present instanceof RawJson) present = target[key] = present.parse();
    }
    if (isDataObject(value) && isDataObject(present)) merge(present, value, interfaces);
    else if (Array.isArray(value) && Array.isArray(present) && present.length === value.length)
      mergeLists(present, value, interfaces);
    else target[key] = value;
  }
}

function mergeLists(target: unknown[], source: readonly unknown[], interfaces: ReadonlySet<unknown>): void {
  for (let index = 0; index < source.length; index += 1) {
    const value = source[index];
    const present = target[index];
    if (present === value || (value === null && present !== undefined)) continue;
    if (value instanceof FieldErrors || value instanceof MissingField) {
      if (present === null) target[index] = value;
    } else if (isDataObject(value) && isDataObject(present)) merge(present, value, interfaces);
    else if (Array.isArray(value) && Array.isArray(present) && present.length === value.length)
      mergeLists(present, value, interfaces);
    else target[index] = value;
  }
}
