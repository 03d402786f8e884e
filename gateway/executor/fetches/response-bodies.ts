import type { GraphQLFormattedError } from 'graphql';
import { parseBytes, resolveEscapes } from '../../upstream/byte-text.js';
import { parseResponse } from '../../upstream/parse-response.js';
import { ownMember, type Data } from '../data.js';
import { mayHoldExactNumbers, parseExactly } from '../json-number.js';
import { groupErrors } from './fetch-batcher.js';

/** The parsed forms of one body. Each part of the data is returned once only: the caller may change it. */
interface Body {
  data?: { readonly parsed: unknown; readonly givenTo: Set<string | undefined> };
  exact?: { readonly parsed: unknown; readonly givenTo: Set<string | undefined> };
  errors?: readonly GraphQLFormattedError[];
  /** The errors by the field of the body, where several fetches were sent together. */
  errorsOf?: ReadonlyMap<string, readonly GraphQLFormattedError[]>;
  mayHaveLostDigits?: boolean;
}

/** Parses a response, or one object of it, with exact numbers. */
export interface ExactForm {
  /** True when the response may hold numbers that `JSON.parse` changes. */
  isNeeded(): boolean;
  /** Null when it has too many levels. */
  parse(): Data | null;
}

/** The exact form of the entity at a position of `_entities`. */
export function exactEntityOf({ isNeeded, parse }: ExactForm, position: number): ExactForm {
  return {
    isNeeded,
    parse() {
      const exact = parse();
      return exact && ((exact['_entities'] as unknown[])[position] as Data);
    },
  };
}

/** Parses the recorded responses of one run. A body that several fetches share is parsed once for all of them. */
export class ResponseBodies {
  readonly #bodies = new Map<Buffer, Body>();

  /**
   * The data of a fetch, in byte texts.
   *
   * @param field the field of the body that belongs to the fetch; undefined when the whole body does
   * @throws SyntaxError
   */
  dataOf(bytes: Buffer, field: string | undefined): Data | null {
    const body = this.#bodyOf(bytes);
    if (!body.data || body.data.givenTo.has(field)) body.data = { parsed: parseBytes(bytes), givenTo: new Set() };
    body.data.givenTo.add(field);
    return partOf(body.data.parsed, field);
  }

  /** The same with exact numbers; also null for a response with too many levels. */
  exactDataOf(bytes: Buffer, field: string | undefined): Data | null {
    const body = this.#bodyOf(bytes);
    if (!body.exact || body.exact.givenTo.has(field)) body.exact = { parsed: parsedExactly(bytes), givenTo: new Set() };
    body.exact.givenTo.add(field);
    return partOf(body.exact.parsed, field);
  }

  /**
   * The data of a fetch with exact numbers. They are parsed once for all entities, when they are first needed.
   *
   * @param onParsed called once, with the parsed data
   */
  exactFormOf(bytes: Buffer, field: string | undefined, onParsed?: (exact: Data) => void): ExactForm {
    let exact: Data | null | undefined;
    return {
      isNeeded: () => (this.#bodyOf(bytes).mayHaveLostDigits ??= mayHoldExactNumbers(bytes.toString('latin1'))),
      parse: () => {
        if (exact === undefined) {
          exact = this.exactDataOf(bytes, field);
          if (exact) onParsed?.(exact);
        }
        return exact;
      },
    };
  }

  /**
   * The errors of a fetch. Their strings are ordinary texts, because clients get them.
   *
   * @param field the field of the body that belongs to the fetch; undefined when the whole body does
   * @param joined the number of fetches that were sent together
   * @throws SubgraphError
   */
  errorsOf(
    bytes: Buffer,
    service: string,
    field: string | undefined,
    joined: number,
  ): readonly GraphQLFormattedError[] {
    const body = this.#bodyOf(bytes);
    body.errors ??= parseResponse(bytes, service).errors;
    if (field === undefined) return body.errors;
    body.errorsOf ??= groupErrors(body.errors, joined);
    return body.errorsOf.get(field) ?? [];
  }

  #bodyOf(bytes: Buffer): Body {
    let body = this.#bodies.get(bytes);
    if (!body) this.#bodies.set(bytes, (body = {}));
    return body;
  }
}

function partOf(parsed: unknown, field: string | undefined): Data | null {
  const data = (parsed as { data?: Data | null } | null)?.data;
  if (!data) return null;
  return field === undefined ? data : { _entities: ownMember(data, field) };
}

function parsedExactly(bytes: Buffer): unknown {
  try {
    return parseExactly(resolveEscapes(bytes.toString('latin1')));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
