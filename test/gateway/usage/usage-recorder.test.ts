import { describe, expect, test } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { shapeOf } from '../../../gateway/pipeline/document-shape.js';
import { parseUsageFile, type UsageFile } from '../../../gateway/usage/usage-record.js';
import { createUsageRecorder, type CountedOperation } from '../../../gateway/usage/usage-recorder.js';

const schema = buildSchema('type Query { a(id: ID): Int b: Int c: Int d: Int }');
const LIMITS = { operations: 3, bytes: 1_000_000, clients: 2 };

function prepare(text: string): CountedOperation {
  const document = parse(text);
  return { document, operation: getOperationAST(document)!, shape: shapeOf(document) };
}

/** A recorder whose file is `written`. */
async function createRecorder(earlier?: UsageFile, limits = LIMITS) {
  const texts: string[] = [];
  const store = {
    read: async () => earlier,
    write: async (text: string) => void texts.push(text),
  };
  const recorder = await createUsageRecorder({ gateway: 'here-4000', store, flushMs: 3_600_000, limits });
  return {
    count: (operation: CountedOperation, client?: string) =>
      recorder.count(operation, schema, client ? { 'graphql-client-name': client } : {}, {}),
    async written() {
      await recorder.flush();
      return parseUsageFile(texts.at(-1)!);
    },
    async close() {
      await recorder.close();
      return texts.length;
    },
  };
}

function documentsOf({ operations }: UsageFile): string[] {
  return operations.map(({ document }) => document).sort();
}

describe('the recorder of usage', () => {
  test('counts documents that differ only in literals as one operation', async () => {
    const { count, written, close } = await createRecorder();
    count(prepare('{ a(id: "1") }'));
    count(prepare('{ a(id: "2") }'));
    const { operations } = await written();
    expect(operations.map((each) => each.count)).toEqual([2]);
    await close();
  });

  test('drops the operation that was not sent for the longest when there are more than its limit', async () => {
    const { count, written, close } = await createRecorder();
    const [a, b, c, d] = ['{ a }', '{ b }', '{ c }', '{ d }'].map(prepare);
    for (const each of [a!, b!, c!]) count(each);
    await written();
    count(a!);
    await written();
    count(d!);
    expect(documentsOf(await written())).toEqual(['query { a }', 'query { c }', 'query { d }']);
    // It is recorded again when it is sent again.
    count(b!);
    expect(documentsOf(await written())).toContain('query { b }');
    await close();
  });

  test('says when the operations that it dropped were sent last, also after a restart', async () => {
    const { count, written, close } = await createRecorder();
    const [a, b, c, d] = ['{ a }', '{ b }', '{ c }', '{ d }'].map(prepare);
    count(a!);
    const { operations } = await written();
    for (const each of [b!, c!]) count(each);
    expect((await written()).droppedUntil).toBeUndefined();
    count(d!);
    const full = await written();
    expect(full.droppedUntil).toBe(operations[0]!.lastSeen);
    await close();
    const next = await createRecorder(full);
    next.count(b!);
    expect((await next.written()).droppedUntil).toBe(full.droppedUntil);
    await next.close();
  });

  test('of a flood between two writes says that operations of now are missing', async () => {
    const { count, written, close } = await createRecorder();
    const before = new Date().toISOString();
    for (const text of ['{ a }', '{ b }', '{ c }', '{ d }']) count(prepare(text));
    expect((await written()).droppedUntil! >= before).toBe(true);
    await close();
  });

  test('keeps within its bytes', async () => {
    const { count, written, close } = await createRecorder(undefined, { ...LIMITS, bytes: 1_400 });
    for (const text of ['{ a }', '{ b }', '{ c }']) count(prepare(text));
    expect(documentsOf(await written())).toEqual(['query { b }', 'query { c }']);
    await close();
  });

  test('counts clients beyond its limit together, those first that were not seen for the longest', async () => {
    const { count, written, close } = await createRecorder();
    const a = prepare('{ a }');
    for (const client of ['one', 'one', 'two', 'three', 'four']) {
      count(a, client);
      await written();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    count(a, 'four');
    const { clients, count: all } = (await written()).operations[0]!;
    expect(all).toBe(6);
    expect(Object.fromEntries(clients.map(({ name, count: ofClient }) => [name, ofClient]))).toEqual({
      other: 3,
      three: 1,
      four: 2,
    });
    await close();
  });

  test('continues the record of an earlier process', async () => {
    const first = await createRecorder();
    first.count(prepare('{ a }'), 'one');
    const earlier = await first.written();
    await first.close();
    const second = await createRecorder(earlier);
    second.count(prepare('{ a }'), 'one');
    const later = await second.written();
    expect(later.since).toBe(earlier.since);
    expect(later.operations).toMatchObject([{ count: 2, firstSeen: earlier.operations[0]!.firstSeen }]);
    await second.close();
  });

  test('writes nothing when nothing was sent', async () => {
    const { close } = await createRecorder();
    expect(await close()).toBe(0);
  });
});
