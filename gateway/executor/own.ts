/** A property that an object has itself: an alias of a client may be `constructor`, or `__proto__`. */
export function own(object: Readonly<Record<string | number, unknown>>, name: string | number): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
