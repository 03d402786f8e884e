import { createHash } from 'node:crypto';
import { TokenKind, type DocumentNode } from 'graphql';

const LITERALS: ReadonlySet<TokenKind> = new Set([
  TokenKind.INT,
  TokenKind.FLOAT,
  TokenKind.STRING,
  TokenKind.BLOCK_STRING,
]);

/**
 * A hash that is equal for documents that differ only in the values of their numbers and strings, in aliases, spacing and
 * comments, as texts do into which a client pastes its variables. Two values or two names are equal in both documents or in
 * neither, so that fields which can be merged in one can be merged in the other.
 *
 * @param document parsed with its tokens
 */
export function shapeOf({ loc }: DocumentNode): string {
  const literals = new Map<string, number>();
  /** Names outside of arguments: an alias may equal the name of a field elsewhere. */
  const names = new Map<string, number>();
  let shape = '';
  let depth = 0;
  for (let token = loc?.startToken; token; token = token.next ?? undefined) {
    const { kind, value } = token;
    if (kind === TokenKind.COMMENT) continue;
    if (kind === TokenKind.PAREN_L) depth += 1;
    else if (kind === TokenKind.PAREN_R) depth -= 1;
    if (LITERALS.has(kind)) shape += ` ${kind}${numberOf(`${kind} ${value}`, literals)}`;
    else if (kind !== TokenKind.NAME) shape += kind;
    else if (depth > 0) shape += ` ${value}`;
    else {
      // Outside of parentheses, a colon stands after aliases only.
      const isAlias = token.next?.kind === TokenKind.COLON;
      shape += ` ${numberOf(value, names)}${isAlias ? '' : value}`;
    }
  }
  return createHash('sha256').update(shape).digest('base64');
}

/** The number of a text among those that were met before. */
function numberOf(text: string, known: Map<string, number>): number {
  let number = known.get(text);
  if (number === undefined) known.set(text, (number = known.size));
  return number;
}
