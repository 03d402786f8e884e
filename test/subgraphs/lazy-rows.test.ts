import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import mongoose from 'mongoose';
import { lazyRow } from '../../subgraphs/runtime/database/bson/lazy-row.js';

const { BSON, Long, ObjectId, Decimal128 } = mongoose.mongo;

const name = fc
  .oneof(
    fc.constantFrom('_id', 'name', 'sources', '__proto__', 'constructor', 'ชื่อ'),
    fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
  )
  .filter((text) => !text.includes('\0') && text !== 'id' && text !== 'then');
const leaf = fc.oneof(
  fc.string({ maxLength: 60, unit: 'grapheme' }),
  fc.constantFrom('HIGH', 'เมืองยะลา', 'th-yala', ''),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true }),
  fc.maxSafeInteger().map((value) => Long.fromNumber(value)),
  fc.constant(Long.MAX_VALUE),
  fc.constantFrom(new ObjectId('00000000000000000000abcd'), Decimal128.fromString('1.5'), /a/i),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value'), { maxLength: 12 }), documentOf(tie('value'))),
}));
/** No model has a field that is named as something every object has. */
const document = documentOf(value).map((fields) =>
  Object.fromEntries(Object.entries(fields).filter(([field]) => !(field in Object.prototype))),
);

function documentOf(values: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .array(fc.tuple(name, values), { maxLength: 8 })
    .map((entries) => Object.fromEntries(entries) as Record<string, unknown>);
}

/** A document as it comes from the database: in the middle of a message. */
function inMessage(of: object): { bytes: Buffer; read: Record<string, unknown> } {
  const bytes = Buffer.from(BSON.serialize(of));
  const message = Buffer.concat([Buffer.from([7, 7, 7]), bytes, Buffer.from([9, 9])]);
  return { bytes: message.subarray(3, 3 + bytes.length), read: BSON.deserialize(bytes) };
}

describe('A row that is read when it is asked', () => {
  it('is the document that the driver would read, with its id', () => {
    fc.assert(
      fc.property(document, (given) => {
        const { bytes, read } = inMessage({ ...given, _id: 'th-yala' });
        expect({ ...lazyRow(bytes) }).toEqual({ ...read, id: read['_id'] });
      }),
      { numRuns: 300 },
    );
  });

  it('gives each field alone, in any order, the same each time', () => {
    fc.assert(
      fc.property(document, fc.infiniteStream(fc.nat()), (given, random) => {
        const { bytes, read } = inMessage({ ...given, _id: 'th-yala' });
        const row = lazyRow(bytes) as unknown as Record<string, unknown>;
        for (const field of Object.keys(read).sort(() => (random.next().value % 3) - 1)) {
          const first = row[field];
          expect(first).toEqual(read[field]);
          expect(row[field]).toBe(first);
          expect(field in row).toBe(true);
        }
        expect(row['id']).toBe('th-yala');
      }),
      { numRuns: 300 },
    );
  });

  it('has no field that the document has not', () => {
    const row = lazyRow(inMessage({ _id: 'th-yala', names: 1, nam: null }).bytes) as unknown as Record<string, unknown>;
    expect(row['name']).toBeUndefined();
    expect(row['na']).toBeUndefined();
    expect('name' in row).toBe(false);
    expect(row['nam']).toBeNull();
    expect('nam' in row).toBe(true);
    expect(row['then']).toBeUndefined();
  });

  it('can be waited for, written as JSON, and given more fields', async () => {
    const row = lazyRow(inMessage({ _id: 'th-yala', name: { en: 'Yala' } }).bytes) as unknown as Record<
      string,
      unknown
    >;
    Object.defineProperty(row, '__typename', { value: 'City' });
    row['note'] = 'new';
    expect(await row).toBe(row);
    expect(JSON.parse(JSON.stringify(row))).toEqual({
      _id: 'th-yala',
      id: 'th-yala',
      name: { en: 'Yala' },
      note: 'new',
    });
    expect(row['__typename']).toBe('City');
    delete row['name'];
    expect(row['name']).toBeUndefined();
    expect(Object.assign({}, row)).toEqual({ _id: 'th-yala', id: 'th-yala', note: 'new' });
  });
});
