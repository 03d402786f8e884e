import {
  getNullableType,
  isCompositeType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import type { DataField, SelectionProjection } from '../canonical/projection.js';
import { writtenValues } from '../compiled/enum-values.js';
import { codeOf, type GeneratedCode } from '../compiled/generated-code.js';
import type { Run } from './passthrough-runs.js';
import type { ProjectedStructures } from './structure-key.js';

/** A structure of values that some fetch brings and the client gets. */
interface Structure {
  readonly number: number;
  /** The name of the function that scans such a value. */
  readonly scanner: string;
}

/** Generates what scans values that are passed on as they are written. */
export class PassthroughStructures {
  readonly #byKey = new Map<string, Structure>();

  /** @param code gets a scanner for each structure; it has the functions of {@link file://./scan.ts} by name, and counts in `listedObjects` */
  constructor(
    private readonly code: GeneratedCode,
    private readonly projected: ProjectedStructures,
  ) {}

  /** The structure of this key, when the client gets such values. */
  get(key: string): Structure | undefined {
    return this.#byKey.get(key);
  }

  /** The numbers of those of these structures that the client gets, by their keys. */
  numbersOf(keys: Iterable<string>): ReadonlyMap<string, number> {
    const numbers = new Map<string, number>();
    for (const key of keys) {
      const structure = this.#byKey.get(key);
      if (structure) numbers.set(key, structure.number);
    }
    return numbers;
  }

  /** Adds the structure of a field that the client gets. One for all fields of a key, or nested values would be written out once for each level above them. */
  add(key: string, { type, selection }: Pick<DataField, 'type' | 'selection'>): Structure {
    let found = this.#byKey.get(key);
    if (!found) {
      const scanner = this.code.define('bytes, at', [
        ...(isNonNullType(type) ? [] : [`if (bytes[at] === ${codeOf('n')}) return scanNull(bytes, at);`]),
        ...this.#present(isNonNullType(type) ? type.ofType : type, selection),
      ]);
      found = { number: this.#byKey.size, scanner };
      this.#byKey.set(key, found);
    }
    return found;
  }

  /** The name of what scans a run, from its first value to its last. */
  scannerOf({ fields }: Run): string {
    const statements = fields.flatMap(({ name, structure }, index) => [
      ...(index === 0 ? [] : [advance(`scanText(bytes, at, ${this.code.text(`,"${name}":`)})`)]),
      advance(`${this.#byKey.get(structure!)!.scanner}(bytes, at)`),
    ]);
    return this.code.define('bytes, at', [...statements, 'return at;']);
  }

  #present(type: GraphQLOutputType, selection: SelectionProjection | null): string[] {
    if (isListType(type)) {
      return [
        `if (bytes[at] !== ${codeOf('[')}) return -1;`,
        `if (bytes[at + 1] === ${codeOf(']')}) return at + 2;`,
        'for (;;) {',
        ...(isCompositeType(getNullableType(type.ofType))
          ? [`if (bytes[at + 1] !== ${codeOf('n')}) listedObjects += 1;`]
          : []),
        advance(this.#within(type.ofType, selection, 'at + 1')),
        `if (bytes[at] === ${codeOf(']')}) return at + 1;`,
        `if (bytes[at] !== ${codeOf(',')}) return -1;`,
        '}',
      ];
    }
    return isLeafType(type)
      ? [`return ${this.#leaf(type, 'at')};`]
      : this.#object(type as GraphQLObjectType, selection!);
  }

  #object(type: GraphQLObjectType, selection: SelectionProjection): string[] {
    const statements: string[] = [];
    let before = '';
    let separator = '{';
    for (const field of selection.of(type).fields) {
      before += `${separator}"${field.responseName}":`;
      separator = ',';
      if (field.kind !== 'data') before += `"${type.name}"`;
      else {
        statements.push(
          advance(`scanText(bytes, at, ${this.code.text(before)})`),
          advance(this.#within(field.type, field.selection, 'at')),
        );
        before = '';
      }
    }
    return [...statements, `return scanText(bytes, at, ${this.code.text(`${before}}`)});`];
  }

  /** An expression that scans a value within another. */
  #within(type: GraphQLOutputType, selection: SelectionProjection | null, at: string): string {
    if (isNonNullType(type) && isLeafType(type.ofType)) return this.#leaf(type.ofType, at);
    const key = this.projected.valueKeyOf({ type, selection });
    if (key === null) throw new Error('A value within one that has a structure has none.');
    return `${this.add(key, { type, selection }).scanner}(bytes, ${at})`;
  }

  #leaf(type: GraphQLLeafType, at: string): string {
    if (isEnumType(type)) return `scanEnum(bytes, ${at}, ${this.code.constant([...writtenValues(type).values()])})`;
    switch (type.name) {
      case 'Int':
        return `scanInt(bytes, ${at})`;
      case 'Float':
        return `scanFloat(bytes, ${at})`;
      case 'Boolean':
        return `scanBoolean(bytes, ${at})`;
      default:
        return `scanString(bytes, ${at})`;
    }
  }
}

/** A statement of a scanner that goes on after what is scanned. */
function advance(scanned: string): string {
  return `at = ${scanned}; if (at === -1) return -1;`;
}
