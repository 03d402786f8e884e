import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OperationUsage, UsageFile } from '../../../gateway/usage/usage-record.js';
import { readUsage } from '../../../scripts/schema/usage/read-usage.js';

const SOON = '2026-11-01T00:00:00.000Z';
const LATE = '2026-11-20T00:00:00.000Z';

function operation(hash: string, overrides: Partial<OperationUsage> = {}): OperationUsage {
  return {
    hash,
    name: 'OneCity',
    type: 'query',
    document: 'query OneCity { city { id } }',
    fields: ['City.id', 'Query.city'],
    arguments: ['Query.city(id:)'],
    inputs: [],
    conditions: [],
    clients: [{ name: 'app', version: '1', count: 2, firstSeen: SOON, lastSeen: SOON }],
    count: 2,
    firstSeen: SOON,
    lastSeen: SOON,
    ...overrides,
  };
}

describe('reading usage', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'usage-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (gateway: string, since: string, operations: OperationUsage[], droppedUntil?: string) =>
    writeFile(
      join(folder, `${gateway}.json`),
      JSON.stringify({ format: 1, gateway, since, droppedUntil, operations } satisfies UsageFile),
    );

  test('of several gateways adds the counts of one operation and of one client, the busiest operation first', async () => {
    await write('a', LATE, [operation('x'), operation('y', { count: 3 })]);
    await write('b', SOON, [
      operation('x', {
        fields: ['City.name'],
        clients: [
          { name: 'app', version: '1', count: 5, firstSeen: LATE, lastSeen: LATE },
          { name: 'app', version: '2', count: 1, firstSeen: LATE, lastSeen: LATE },
        ],
        count: 6,
        firstSeen: LATE,
        lastSeen: LATE,
      }),
    ]);
    const { since, gateways, operations } = await readUsage([folder, join(folder, 'missing')]);
    expect({ since, gateways }).toEqual({ since: LATE, gateways: ['a', 'b'] });
    expect(operations).toEqual([
      operation('x', {
        fields: ['City.id', 'City.name', 'Query.city'],
        clients: [
          { name: 'app', version: '1', count: 7, firstSeen: SOON, lastSeen: LATE },
          { name: 'app', version: '2', count: 1, firstSeen: LATE, lastSeen: LATE },
        ],
        count: 8,
        lastSeen: LATE,
      }),
      operation('y', { count: 3 }),
    ]);
  });

  test('is complete from when the last gateway began, and all had room for what was sent', async () => {
    await write('a', SOON, []);
    expect(await readUsage([folder])).toMatchObject({ since: SOON, dropped: [] });
    await write('b', SOON, [], LATE);
    expect(await readUsage([folder])).toMatchObject({ since: LATE, dropped: [{ gateway: 'b', until: LATE }] });
  });

  test('without any record has no operation and no beginning', async () => {
    expect(await readUsage([folder])).toEqual({ since: null, dropped: [], gateways: [], operations: [] });
  });

  test.each([{ text: '{"format":2}' }, { text: '{' }])(
    'of a file that no gateway wrote ($text) names it',
    async ({ text }) => {
      await writeFile(join(folder, 'wrong.json'), text);
      await expect(readUsage([folder])).rejects.toThrow(/wrong\.json is no record of usage/);
    },
  );
});
