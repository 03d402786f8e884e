import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { Schema } from 'mongoose';
import { createCallerNames } from '../../gateway/observe/caller-names.js';
import { changeModel } from '../../subgraphs/runtime/history/change.model.js';
import { idempotencyRecordModel } from '../../subgraphs/runtime/write/idempotency-record.model.js';
import { withdrawnRecordModel } from '../../subgraphs/runtime/write/withdrawn-record.model.js';
import { subgraphs } from '../../subgraphs/index.js';

const page = readFileSync('gateway/PRIVACY.md', 'utf8');
const [, databases = ''] = page.split('\n## In the databases\n');
const rows = databases
  .split('\n## ')[0]!
  .split('\n')
  .filter((line) => line.startsWith('| `'));
const namesIn = (text = '') => [...text.matchAll(/`(\w+)`/g)].map(([, name]) => name!);
const OF_EACH = [changeModel, idempotencyRecordModel, withdrawnRecordModel].map(({ name }) => name);

test('each collection in which people occur is on the page, with its subgraph', () => {
  const told = rows.flatMap((row) => {
    const [, collections, of] = row.split('|');
    return namesIn(collections).flatMap((name) =>
      (namesIn(of).length > 0 ? namesIn(of) : ['']).map((each) => `${each} ${name}`),
    );
  });
  // A path of a model that is a person's id, or the collection of people itself.
  const found = subgraphs.flatMap(({ name, models }) =>
    models
      .filter((model) => model.name === 'people' || hasPath(model.schema, /personId$/i))
      .map((model) => `${name} ${model.name}`),
  );
  expect(found.length).toBeGreaterThan(3);
  expect(told).toEqual(expect.arrayContaining([...found, ...OF_EACH.map((name) => ` ${name}`)]));
});

/** Whether a path of a model, or of what is nested in it, is called so. */
function hasPath(schema: Schema, name: RegExp): boolean {
  return Object.entries(schema.paths).some(
    ([path, { schema: nested }]) => name.test(path) || (nested !== undefined && hasPath(nested, name)),
  );
}

test('answered writes end after the days that the page says', () => {
  const seconds = idempotencyRecordModel.schema
    .indexes()
    .flatMap(([, { expireAfterSeconds }]) => expireAfterSeconds ?? []);
  const days = Number(seconds[0]) / 86_400;
  expect(rows.find((row) => row.includes('`answeredWrites`'))).toContain(`${days} days`);
});

test('the command of the page gives the name that a caller has in the log', () => {
  const [, script = ''] = /^node -e "(.+)"$/m.exec(page) ?? [];
  const [secret, subject] = ['sixteen letters.', 'somchai'];
  const env = { PATH: process.env['PATH'], SUBGRAPH_SECRET: secret, SUBJECT: subject };
  const printed = execFileSync(process.execPath, ['-e', script], { env, encoding: 'utf8' });
  expect(printed.trim()).toBe(createCallerNames(false, secret)(subject));
});
