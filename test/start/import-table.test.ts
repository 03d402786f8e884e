import { describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { CellError, columnsOf, readInput, writeTemplate } from '../../scripts/import/columns.js';
import { FileError, readTable } from '../../scripts/import/read-table.js';

const columns = columnsOf(
  buildSchema(`
    type Query { a: Int }
    type Mutation { make(input: MakeInput!): Int }
    enum Size { SMALL LARGE }
    input TextInput { th: String en: String }
    input LinkInput { url: String! title: TextInput }
    input MakeInput {
      idempotencyKey: ID! dryRun: Boolean expectedVersion: Int
      id: ID! name: TextInput! tags: [String!]! = [] links: [LinkInput!] seats: Int isOpen: Boolean! = false size: Size
    }
  `),
  'make',
);

const rowsOf = (text: string | Uint8Array) =>
  readTable(typeof text === 'string' ? Buffer.from(text) : text, columns).map(({ line, cells, wrongCount }) => ({
    line,
    cells: Object.fromEntries(cells),
    ...(wrongCount !== null && { wrongCount }),
  }));

function refused(text: string | Uint8Array) {
  try {
    rowsOf(text);
  } catch (error) {
    if (error instanceof FileError) return error.sentence;
    throw error;
  }
  throw new Error('It was read');
}

test('the columns of a file are the fields of the input, objects by their path', () => {
  expect(columns.all.map(({ name }) => name)).toEqual([
    'id',
    'name.th',
    'name.en',
    'tags',
    'links',
    'seats',
    'isOpen',
    'size',
  ]);
  expect(columns.required).toEqual(['id', 'name']);
});

describe('a file is read', () => {
  const wanted = [{ line: 2, cells: { id: 'a', 'name.th': 'ยะลา' } }];

  test.each([
    { form: 'with commas', text: 'id,name.th\na,ยะลา\n' },
    { form: 'with semicolons', text: 'id;name.th\na;ยะลา\n' },
    { form: 'with tabs', text: 'id\tname.th\na\tยะลา\n' },
    { form: 'with a byte order mark and CRLF', text: '\uFEFFid,name.th\r\na,ยะลา\r\n' },
    { form: 'with CR alone and no last line end', text: 'id,name.th\ra,ยะลา' },
    { form: 'with quoted cells', text: '"id";"name.th"\n"a";"ยะลา"\n' },
    { form: 'with empty rows at its end', text: 'id,name.th\na,ยะลา\n,\n\n' },
  ])('$form', ({ text }) => {
    expect(rowsOf(text)).toEqual(wanted);
  });

  test('whose first line names the separator', () => {
    expect(rowsOf('sep=;\r\nid;name.th\r\na;ยะลา\r\n')).toEqual([{ ...wanted[0], line: 3 }]);
  });

  test('with line ends, delimiters and quotation marks in a cell, and each row has the line on which it begins', () => {
    expect(rowsOf('id,name.en\r\na,"one\r\ntwo, ""three"""\r\n\r\nb,c\r\n')).toEqual([
      { line: 2, cells: { id: 'a', 'name.en': 'one\ntwo, "three"' } },
      { line: 5, cells: { id: 'b', 'name.en': 'c' } },
    ]);
  });

  test('and a row with more or fewer cells than the header is told', () => {
    expect(rowsOf('id,name.en\na\nb,c,d\ne,f,\n')).toEqual([
      { line: 2, cells: { id: 'a', 'name.en': '' }, wrongCount: 1 },
      { line: 3, cells: { id: 'b', 'name.en': 'c' }, wrongCount: 3 },
      { line: 4, cells: { id: 'e', 'name.en': 'f' } },
    ]);
  });
});

describe('a file is refused with a sentence in both languages', () => {
  test.each([
    // "ก" and "ข" as Windows-874 and TIS-620 write them.
    { of: 'Windows-874', bytes: Buffer.from([...Buffer.from('id,name.th\na,'), 0xa1, 0xa2]) },
    { of: 'UTF-16', bytes: Buffer.from('\uFEFFid,name.th\na,b', 'utf16le') },
  ])('that is in $of', ({ bytes }) => {
    const { en, th } = refused(bytes);
    expect(en).toContain('CSV UTF-8');
    expect(th).toContain('CSV UTF-8');
  });

  test('whose columns are unknown, twice or missing, with the line', () => {
    const { en, th } = refused('sep=,\nid,nam,id\na,b,c\n');
    expect(en).toContain(
      'Line 2: the columns "nam" are not known; the columns "id" are there twice; the columns "name.th or name.en" are missing',
    );
    expect(th).toContain('บรรทัด 2');
  });

  test('with a quotation mark that is never closed, with the line', () => {
    expect(refused('id,name.en\na,b\nc,"d\n').en).toMatch(/^Line 3 cannot be read/);
  });

  test('without rows', () => {
    expect(refused('id,name.en\n').en).toContain('no rows');
    expect(refused('').en).toContain('no rows');
  });

  test('that is larger than 10 MB', () => {
    expect(refused(new Uint8Array(10 * 1024 * 1024 + 1)).en).toContain('10 MB');
  });
});

describe('the input of a row', () => {
  const inputOf = (cells: Record<string, string>) => readInput(columns, new Map(Object.entries(cells)));

  test('has objects, lists, numbers, and nothing for empty cells', () => {
    expect(
      inputOf({
        id: ' a ',
        'name.en': 'b',
        'name.th': '',
        tags: 'x| y|',
        links: 'http://a|http://b',
        seats: '3',
        isOpen: 'TRUE',
        size: 'SMALL',
      }),
    ).toEqual({
      id: 'a',
      name: { en: 'b' },
      tags: ['x', 'y'],
      links: [{ url: 'http://a' }, { url: 'http://b' }],
      seats: 3,
      isOpen: true,
      size: 'SMALL',
    });
  });

  test.each([
    { column: 'id', cells: { id: '', 'name.en': 'b' } },
    { column: 'name.th or name.en', cells: { id: 'a' } },
    { column: 'seats', cells: { id: 'a', 'name.en': 'b', seats: 'three' } },
    { column: 'isOpen', cells: { id: 'a', 'name.en': 'b', isOpen: 'perhaps' } },
    { column: 'size', cells: { id: 'a', 'name.en': 'b', size: 'small' } },
  ])('is refused at the column $column', ({ column, cells }) => {
    expect(() => inputOf(cells as unknown as Record<string, string>)).toThrow(CellError);
    expect(() => inputOf(cells as unknown as Record<string, string>)).toThrow(expect.objectContaining({ column }));
  });
});

test('a template is a file that can be read', () => {
  const example = { id: 'a', 'name.en': 'b, "c"', tags: 'x|y' };
  const [row] = rowsOf(writeTemplate(columns, example));
  expect(row!.cells).toMatchObject(example);
});
