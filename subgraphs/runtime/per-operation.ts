/**
 * Keeps what was asked for one operation, by a key, so that it is asked once: until its loaders are made anew, which they are
 * after each write.
 */
export class PerOperation<T> {
  readonly #kept = new WeakMap<object, Map<string, T>>();

  /**
   * @param loaders of the operation
   * @param make called when nothing is kept for the key
   */
  of(loaders: object, key: string, make: () => T): T {
    const ofOperation = this.#kept.get(loaders) ?? new Map<string, T>();
    this.#kept.set(loaders, ofOperation);
    const kept = ofOperation.get(key) ?? make();
    ofOperation.set(key, kept);
    return kept;
  }
}
