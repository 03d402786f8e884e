import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { probeSubgraph } from '../../scripts/schema/probe/probe-subgraph.js';
import { readExamples } from '../../scripts/schema/sdl/examples.js';
import { deriveSubgraphKey } from '../../subgraphs/protocol/keys.js';
import { subgraphs } from '../../subgraphs/index.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { SECRET } from '../signed-call.js';

/** Keys that a subgraph knows, though none of its root fields leads to them. */
const EXAMPLES = ['City.id=th-yala,th-phuket'];

describe.each(subgraphs.map((subgraph) => ({ name: subgraph.name, subgraph })))(
  'our subgraph $name',
  ({ name, subgraph }) => {
    let running: RunningSubgraph;
    beforeAll(async () => {
      running = await startSubgraph(subgraph);
    });
    afterAll(() => running?.close());

    test('keeps every promise that the probe tries', async () => {
      const report = await probeSubgraph({
        url: running.url,
        name,
        key: deriveSubgraphKey(SECRET, name),
        published: { sdl: readFileSync(`schema/${name}.graphql`, 'utf8'), from: 'schema/' },
        examples: readExamples(EXAMPLES),
        timeoutMs: 10_000,
      });
      const findings = report.sections.flatMap((section) => section.findings);
      expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    });
  },
);
