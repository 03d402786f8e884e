import { expect, test } from '@jest/globals';
import { subgraphs } from '../../subgraphs/index.js';
import { startSubgraph } from '../graph.js';
import { spawnSubgraph } from './subgraph-process.js';

const SDL = '{ _service { sdl } }';

// A bundler gives classes of one name different ones: a type called like its class would change.
test.each(subgraphs.map((subgraph) => [subgraph.name, subgraph] as const))(
  'the bundle of %s serves the schema of its sources',
  async (name, subgraph) => {
    const [built, sources] = await Promise.all([
      spawnSubgraph(name, process.env['TEST_MONGODB_URI']!),
      startSubgraph(subgraph),
    ]);
    try {
      const { data } = await built.ask(SDL, {}, { id: 'nobody', roles: [] });
      expect(data._service.sdl).toBe((await sources.ask(SDL)).data._service.sdl);
    } finally {
      await Promise.all([built.crash(), sources.close()]);
    }
  },
);
