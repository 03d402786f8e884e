import {
  parse,
  type DirectiveDefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type OperationDefinitionNode,
} from 'graphql';

const NAME = 'live';

export const LIVE_DIRECTIVE = parse(
  `
  """
  The result is sent again when it has changed, over \`/graphql/stream\` (server-sent events) or a WebSocket. Elsewhere the
  query has one result, as without it.

  ส่งผลลัพธ์ให้ใหม่เมื่อข้อมูลเปลี่ยน ผ่าน \`/graphql/stream\` (server-sent events) หรือ WebSocket ช่องทางอื่นจะได้ผลลัพธ์ครั้งเดียวตามปกติ
  """
  directive @${NAME} on QUERY
  `,
  { noLocation: true },
).definitions[0] as DirectiveDefinitionNode;

/** Tells whether an operation is a query with `@live`. */
export function isLive({ operation, directives = [] }: OperationDefinitionNode): boolean {
  return operation === 'query' && directives.some(isLiveDirective);
}

/** A document without `@live`, which is for the gateway alone; the same document where it has none. */
export function withoutLive(document: DocumentNode): DocumentNode {
  if (!document.definitions.some((each) => 'operation' in each && isLive(each as OperationDefinitionNode)))
    return document;
  const definitions = document.definitions.map((each) =>
    'operation' in each && 'selectionSet' in each
      ? { ...each, directives: each.directives?.filter((directive) => !isLiveDirective(directive)) }
      : each,
  );
  return { ...document, definitions } as DocumentNode;
}

function isLiveDirective({ name }: DirectiveNode): boolean {
  return name.value === NAME;
}
