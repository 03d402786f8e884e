import { expect, test } from '@jest/globals';
import { banner } from '../../scripts/start/banner.js';
import { readStartConfig } from '../../scripts/start/config.js';
import type { Network } from '../../scripts/start/network.js';

test.each([
  ['the committed supergraph', true, false],
  ['a composition of its own', false, true],
])('the banner of a start that serves %s says whether publications are taken', (_, isCommitted, isSaid) => {
  const started = {
    localUrl: 'http://127.0.0.1:4000',
    pids: new Map(),
    subgraphUrls: new Map(),
    metricsUrls: new Map(),
    foreign: [],
    notAnswering: [],
    databases: undefined,
    seeded: [],
    withoutPlayground: undefined,
    supergraph: { registry: 'schema', isCommitted },
  } satisfies Partial<Record<keyof Network, unknown>>;
  const text = banner(started as unknown as Network, readStartConfig({}));
  expect(text.includes('takes nothing that is published')).toBe(isSaid);
  expect(text.includes('npm run schema -- compose')).toBe(isSaid);
});
