/**
 * Thrown by compiled code that meets a value it was not made for: a list in the place of an object, null where there may
 * be none, a field left out. It carries no details: the interpreter then works out the result, with its errors, from the
 * responses that were recorded.
 */
export const BAIL_OUT = Symbol('bail out');

export function bailOut(): never {
  throw BAIL_OUT;
}
