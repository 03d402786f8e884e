import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const FOLDER = dirname(createRequire(join(process.cwd(), 'package.json')).resolve('graphql/package.json'));

/**
 * Reads the messages of the errors that a file of the installed graphql-js creates, with `{}` for each name or value in them,
 * and without suggestions. A coordinate, such as `City.id`, counts as one name.
 *
 * @param file such as `validation/rules/ScalarLeafsRule`
 * @param within names of the functions that are read; all others are left out. All are read without it
 */
export function readMessages(file: string, within?: readonly string[]): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(FOLDER, `${file}.mjs`), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const messages = new Set<string>();
  visit(source, within === undefined);
  return [...messages].sort();

  function visit(node: ts.Node, isRead: boolean): void {
    const name = (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) && node.name?.getText();
    const isReadHere = isRead || (typeof name === 'string' && within?.includes(name) === true);
    if (isReadHere && ts.isNewExpression(node) && node.expression.getText() === 'GraphQLError')
      add(node.arguments![0]!);
    if (isReadHere && ts.isCallExpression(node) && node.expression.getText() === 'syntaxError')
      add(node.arguments[2]!, 'Syntax Error: ');
    ts.forEachChild(node, (child) => visit(child, isReadHere));
  }

  function add(expression: ts.Expression, start = ''): void {
    for (const text of textsOf(expression))
      messages.add(start + text.replace(/ Did you mean .*\?$/, '').replaceAll('{}.{}', '{}'));
  }
}

/** All texts that an expression can be. */
function textsOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('')];
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isBinaryExpression(node))
    return textsOf(node.left).flatMap((left) => textsOf(node.right).map((right) => left + right));
  return /^(?:didYouMean|suggestion$)/.test(node.getText()) ? [''] : ['{}'];
}
