import { ApolloServer } from '@apollo/server';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import type { PagesOptions } from '../../gateway/playground/pages.js';
import { playgroundPages } from '../../gateway/playground/pages.js';
import { queryPlanPlugin } from '../../gateway/playground/query-plan.plugin.js';
import { smallGraph } from './small-graph.js';

process.env.APOLLO_TELEMETRY_DISABLED = 'true';

export interface SmallServer {
  /** Such as `http://127.0.0.1:41234`. */
  origin: string;
  close(): Promise<void>;
}

/** The pages in front of a small graph, on a port of its own. */
export async function smallServer(options: Partial<PagesOptions> & { isDown?: () => boolean } = {}): Promise<SmallServer> {
  const server = Fastify();
  const apollo = new ApolloServer({
    gateway: smallGraph(options),
    plugins: [queryPlanPlugin(), fastifyApolloDrainPlugin(server)],
    introspection: true,
  });
  await apollo.start();
  server.route({ url: '/graphql', method: ['GET', 'POST'], handler: fastifyApolloHandler(apollo) });
  await server.register(playgroundPages({
    playground: true,
    folder: '.citylink/playground',
    operations: 'test/browser/examples',
    endpoint: '/graphql',
    home: () => ({ name: 'small' }),
    ...options,
  }));
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      await apollo.stop();
      await server.close();
    },
  };
}
