import { Kind, parse, type DirectiveDefinitionNode, type DirectiveNode, type SelectionNode } from 'graphql';

const NAME = 'defer';

/** https://github.com/graphql/graphql-spec/blob/48cf7263a71a683fab03d45d309fd42d8d9a6659/spec/Section%203%20--%20Type%20System.md#defer */
export const DEFER_DIRECTIVE = parse(
  `
  """
  The fragment may be sent later than the rest of the result, to a client that accepts \`multipart/mixed\` with
  \`incrementalSpec=v0.2\` or \`deferSpec=20220824\`. It is sent with the rest where it would not come later anyway, and to all other
  clients.

  แฟรกเมนต์นี้อาจส่งตามมาภายหลังผลลัพธ์ส่วนอื่น สำหรับโปรแกรมที่รับ \`multipart/mixed\` ที่มี \`incrementalSpec=v0.2\` หรือ \`deferSpec=20220824\`
  กรณีอื่นจะส่งมาพร้อมกัน
  """
  directive @${NAME}(
    """
    Whether it may be sent later.

    ส่งภายหลังได้หรือไม่
    """
    if: Boolean! = true
    """
    A name for the fragment, which is sent with it.

    ชื่อของแฟรกเมนต์ ซึ่งจะส่งมาพร้อมกัน
    """
    label: String
  ) on FRAGMENT_SPREAD | INLINE_FRAGMENT
  `,
  { noLocation: true },
).definitions[0] as DirectiveDefinitionNode;

/** The `@defer` of a fragment. */
export function deferOf(selection: SelectionNode): DirectiveNode | undefined {
  if (selection.kind === Kind.FIELD) return undefined;
  return selection.directives?.find(({ name }) => name.value === NAME);
}

/** Tells whether a directive is `@defer`. */
export function isDefer({ name }: DirectiveNode): boolean {
  return name.value === NAME;
}
