import { createHash } from 'node:crypto';
import jsonPatch from 'fast-json-patch';
import { mayHoldExactNumbers } from '../executor/executor.js';

/** A result of a live query, which all of its watchers get. */
export class LiveResult {
  #id: string | undefined;
  #text: string | undefined;
  #parsed: { data?: object | null } | undefined;
  #patch: { from: LiveResult; patch: string | undefined } | undefined;

  /** @param json in UTF-8, as `/graphql` sends it */
  constructor(readonly json: Buffer) {}

  /** Equal for equal results, also of other gateways. */
  get id(): string {
    return (this.#id ??= createHash('sha256').update(this.json).digest('base64url').slice(0, 22));
  }

  /** In one line. */
  get text(): string {
    return (this.#text ??= inOneLine(this.json));
  }

  /**
   * The changes of `data` since another result, as JSON Patch (RFC 6902).
   *
   * @returns the JSON text of the operations; undefined where the whole result is the better way: it is not larger, it has errors
   *   or extensions, or a number that JavaScript cannot hold
   */
  patchFrom(before: LiveResult): string | undefined {
    if (this.#patch?.from !== before) this.#patch = { from: before, patch: this.#comparedWith(before) };
    return this.#patch.patch;
  }

  #comparedWith(before: LiveResult): string | undefined {
    const [from, to] = [before.#dataAlone(), this.#dataAlone()];
    if (!from || !to) return undefined;
    const patch = JSON.stringify(jsonPatch.compare(from, to));
    return patch.length < this.text.length ? patch : undefined;
  }

  /** The data of a result that has nothing else. */
  #dataAlone(): object | null | undefined {
    if (mayHoldExactNumbers(this.text)) return undefined;
    this.#parsed ??= JSON.parse(this.text) as { data?: object | null };
    return Object.keys(this.#parsed).length === 1 ? this.#parsed.data : undefined;
  }
}

/** The text of a JSON response. A subgraph may send line breaks between the members of its JSON, which end a line of an event. */
export function inOneLine(json: Buffer): string {
  return json.toString('utf8').replaceAll(/[\r\n]+/g, ' ');
}
