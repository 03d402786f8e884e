import { test } from '@jest/globals';
import { subgraphs } from '../../subgraphs/index.js';
import { startSubgraph } from '../graph.js';
import { expectVerified } from './verified.js';

test.each(subgraphs.map(({ name }) => name))(
  'every invariant holds of the seed of %s, read from the subgraph',
  async (name) => {
    const subgraph = await startSubgraph(subgraphs.find((each) => each.name === name)!);
    try {
      await expectVerified(subgraph);
    } finally {
      await subgraph.close();
    }
  },
);
