import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import ts from 'typescript';

const ROOT = join(__dirname, '..');
/** For people who read the words: every text in both languages, with its place. */
const TABLE = join(ROOT, 'artifacts', 'texts.csv');

interface Text {
  place: string;
  en: string;
  th: string;
}

/** Words that Thai readers found wrong, with what is said instead. */
const WRONG_IN_THAI: ReadonlyArray<readonly [wrong: RegExp, instead: string]> = [
  [/กราฟย่อย/, 'ข้อมูลเมือง, ข้อมูลพันธมิตร, ข้อมูลงาน; ซับกราฟ for developers'],
  [/เมท็อด/, 'เมธอด'],
  [/ที่ที่อยู่นี้/, 'ที่ URL นี้'],
  [/ผู้สมัครของ/, 'ได้รับการเสนอชื่อ'],
  [/เวอร์ชั่น|โซลูชั่น|แอพ/, 'the spelling of the Royal Society'],
  [/ค\.ศ\. ?25\d\d|พ\.ศ\. ?(?:19|20)\d\d/, 'a year of its era'],
];

const texts = ['gateway', 'subgraphs']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.includes('/seed/'))
  .flatMap((file) => textsOf(file));

test('every text stands in the code in both languages, each in its script', () => {
  expect(texts.length).toBeGreaterThan(500);
  const wrong = texts.filter(({ en, th }) => !isMade(en, th) && (!/[ก-๙]/.test(th) || /[ก-๙]/.test(en)));
  expect(wrong).toEqual([]);
});

test.each(WRONG_IN_THAI)('no Thai text has %s, but %s', (wrong) => {
  expect(texts.filter(({ th }) => wrong.test(th))).toEqual([]);
});

test('a table of all texts is made for those who read the words', () => {
  mkdirSync(dirname(TABLE), { recursive: true });
  // The mark by which spreadsheets know the encoding.
  writeFileSync(TABLE, stringify(texts, { header: true, bom: true, columns: ['place', 'en', 'th'] }));
  expect(readFileSync(TABLE, 'utf8')).toContain('Municipality,เทศบาล');
});

/** What is put together from other texts, or is the same in both languages. */
function isMade(en: string, th: string): boolean {
  return (
    en === th ||
    /^\S*\$\{[^}]*\}\S*$/.test(th.trim()) ||
    !/\p{L}/u.test(th.replace(/\{\w+:\$\{[^}]*\}\}|\$\{[^}]*\}|\{\w+\}/g, ''))
  );
}

/** The texts of a file: objects with an `en` and a `th` that are written out. */
function textsOf(file: string): Text[] {
  const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Text[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const [en, th] = [written(node, 'en'), written(node, 'th')];
      if (en !== undefined && th !== undefined) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        found.push({ place: `${relative('.', file)}:${line + 1}`, en, th });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** A property that is a text; what is put into a template stays as it is in the code. */
function written(node: ts.ObjectLiteralExpression, name: string): string | undefined {
  const property = node.properties.find((each) => each.name?.getText() === name);
  if (!property || !ts.isPropertyAssignment(property)) return undefined;
  const { initializer } = property;
  if (ts.isStringLiteralLike(initializer)) return initializer.text;
  return ts.isTemplateExpression(initializer) ? initializer.getText().slice(1, -1) : undefined;
}
