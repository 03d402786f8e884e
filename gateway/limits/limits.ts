/** How large a document may be, fragments counted each time they are spread. */
export interface Limits {
  /** Words and signs of the text. */
  tokens: number;
  /** Fields within fields. Introspection fields are not counted. */
  depth: number;
  fields: number;
  aliases: number;
  rootFields: number;
  directives: number;
  /** The estimated cost of one operation. */
  nodes: number;
}

export const DEFAULT_LIMITS: Limits = Object.freeze({
  tokens: 2_000,
  depth: 10,
  fields: 2_000,
  aliases: 30,
  rootFields: 20,
  directives: 50,
  nodes: 10_000,
});

/** Elements that are assumed for a list without a declared size. */
export const DEFAULT_LIST_SIZE = 10;
