import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { databases, keys, settingNames as exist, urls } from './setting-names.js';

const [, settings = ''] = readFileSync('gateway/OPERATING.md', 'utf8').split('\n## Settings\n');
const told = [...settings.matchAll(/^\| (`[A-Z_`, ]+`) \|/gm)].flatMap(([, names]) =>
  names!.split(', ').map((name) => name.replaceAll('`', '')),
);
const examples = [...readFileSync('.env.example', 'utf8').matchAll(/^#([A-Z_]+)=/gm)].map(([, name]) => name!);

/** One variable for each subgraph: the documents have those of the subgraphs that came first, as examples of `<NAME>_…`. */
const ofOneSubgraph = new Set([...urls, ...keys, ...databases]);

describe('the settings in gateway/OPERATING.md', () => {
  test('are all that there are', () => {
    const isGeneral = (name: string) => !ofOneSubgraph.has(name);
    expect(told.filter(isGeneral).sort()).toEqual([...exist].filter(isGeneral).sort());
    expect(told).toEqual(expect.arrayContaining([urls[0], keys[0]]));
  });

  test('are those of our subgraphs where one of them is named', () => {
    const named = [...told, ...examples].filter((name) => /_(SUBGRAPH_URL|SUBGRAPH_KEY|MONGODB_URI)$/.test(name));
    expect(named.filter((name) => !exist.has(name) && name !== 'TEST_MONGODB_URI')).toEqual([]);
  });

  test('are each in .env.example', () => {
    for (const name of exist) if (!ofOneSubgraph.has(name)) expect(examples).toContain(name);
    expect(examples).toEqual(expect.arrayContaining([urls[0], keys[0], databases[0]]));
  });
});
