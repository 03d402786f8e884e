import {
  getNamedType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  type FieldNode,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { collectFields, selectionSetsOf, type Selecting } from './collect-fields.js';
import { codeOf, type GeneratedCode } from './generated-code.js';
import type { SignatureOf } from './signatures.js';
import type { Span } from './spans.js';

/** A document as its client sent it: the schema that clients see, and signatures by it. */
export interface ClientDocument {
  selecting: Selecting;
  signatureOf: SignatureOf;
}

/** What values must be to be passed on as they were written. */
export interface Shapes {
  /** Tells that some fetch brings values of this signature. */
  want(signature: string): void;
  /**
   * Tells that a client gets a value.
   *
   * @returns the number of its shape; null when no fetch brings such
   */
  offer(document: ClientDocument, type: GraphQLOutputType, nodes: readonly FieldNode[]): number | null;
  /** The shape that clients get of this signature, if any, and the name of what scans it. */
  of(signature: string): { shape: number; scanner: string } | undefined;
  /** The name of what scans a span, from its first value to its last. */
  scannerOf(span: Span): string;
}

/** @param code gets a scanner for each shape; it has the functions of {@link file://./scan.ts} by name */
export function createShapes(code: GeneratedCode): Shapes {
  const wanted = new Set<string>();
  const known = new Map<string, { shape: number; scanner: string }>();

  return {
    want: (signature) => void wanted.add(signature),
    of: (signature) => known.get(signature),
    scannerOf({ fields }) {
      const statements = fields.flatMap(({ name, signature }, index) => [
        ...(index === 0 ? [] : [onwards(`scanText(bytes, at, ${code.text(`,"${name}":`)})`)]),
        onwards(`${known.get(signature!)!.scanner}(bytes, at)`),
      ]);
      return code.define('bytes, at', [...statements, 'return at;']);
    },
    offer(document, type, nodes) {
      const signature = document.signatureOf(type, nodes);
      return signature !== null && wanted.has(signature) ? shapeOf(signature, document, type, nodes).shape : null;
    },
  };

  /** One for all values of a signature, or what lies deep would be written out for each level above it. */
  function shapeOf(
    signature: string,
    document: ClientDocument,
    type: GraphQLOutputType,
    nodes: readonly FieldNode[],
  ): { shape: number; scanner: string } {
    let found = known.get(signature);
    if (!found) {
      const scanner = code.define('bytes, at', [
        ...(isNonNullType(type) ? [] : [`if (bytes[at] === ${codeOf('n')}) return scanNull(bytes, at);`]),
        ...present(document, isNonNullType(type) ? type.ofType : type, nodes),
      ]);
      found = { shape: known.size, scanner };
      known.set(signature, found);
    }
    return found;
  }

  function present(document: ClientDocument, type: GraphQLOutputType, nodes: readonly FieldNode[]): string[] {
    if (isListType(type)) {
      return [
        `if (bytes[at] !== ${codeOf('[')}) return -1;`,
        `if (bytes[at + 1] === ${codeOf(']')}) return at + 2;`,
        'for (;;) {',
        onwards(within(document, type.ofType, nodes, 'at + 1')),
        `if (bytes[at] === ${codeOf(']')}) return at + 1;`,
        `if (bytes[at] !== ${codeOf(',')}) return -1;`,
        '}',
      ];
    }
    return isLeafType(type) ? [`return ${leaf(type, 'at')};`] : object(document, type as GraphQLObjectType, nodes);
  }

  function object(document: ClientDocument, type: GraphQLObjectType, nodes: readonly FieldNode[]): string[] {
    const statements: string[] = [];
    let before = '';
    let separator = '{';
    for (const [name, fieldNodes] of collectFields(document.selecting, type, selectionSetsOf(nodes))) {
      const field = fieldNodes[0]!.name.value;
      before += `${separator}"${name}":`;
      separator = ',';
      if (field === '__typename') before += `"${type.name}"`;
      else {
        statements.push(
          onwards(`scanText(bytes, at, ${code.text(before)})`),
          onwards(within(document, type.getFields()[field]!.type, fieldNodes, 'at')),
        );
        before = '';
      }
    }
    return [...statements, `return scanText(bytes, at, ${code.text(`${before}}`)});`];
  }

  /** An expression that scans a value within another. */
  function within(document: ClientDocument, type: GraphQLOutputType, nodes: readonly FieldNode[], at: string): string {
    if (isNonNullType(type) && isLeafType(type.ofType)) return leaf(type.ofType, at);
    const signature = document.signatureOf(type, nodes);
    if (signature === null)
      throw new Error(`A value within one that has a signature has none: ${getNamedType(type).name}`);
    return `${shapeOf(signature, document, type, nodes).scanner}(bytes, ${at})`;
  }

  function leaf(type: GraphQLLeafType, at: string): string {
    if (isEnumType(type))
      return `scanEnum(bytes, ${at}, ${code.constant(type.getValues().map(({ name }) => Uint8Array.from(Buffer.from(`"${name}"`))))})`;
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

/** A statement of a scanner that goes on behind what is scanned. */
function onwards(scanned: string): string {
  return `at = ${scanned}; if (at === -1) return -1;`;
}
