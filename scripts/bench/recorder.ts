import { urlVariable } from '../../subgraphs/process/subgraph-variables.js';
import { askForData } from './ask-for-data.js';
import type { BenchNetwork } from './bench-network.js';
import type { Contender } from './contender.js';
import type { Ask, RequestBody } from './operation.js';
import type { Recorded } from './recorded.js';
import { startSigningProxy } from './signing-proxy.js';
import { stepsOf, type ServiceExchange } from './steps-of.js';

/** A gateway whose requests to the subgraphs are looked at; it is not measured. */
export interface Recorder {
  ask: Ask;
  /** Answers a request, and tells what it led to. Throws what errors it answers. */
  record(body: RequestBody): Promise<Recorded>;
  close(): Promise<void>;
}

export async function startRecorder(network: BenchNetwork, contender: Contender): Promise<Recorder> {
  const exchanges: ServiceExchange[] = [];
  const proxies = await Promise.all(
    [...network.urls].map(async ([service, url]) => ({
      service,
      ...(await startSigningProxy({
        subgraph: service,
        url,
        secret: network.secret,
        caller: '',
        port: 0,
        onExchange: (exchange) => void exchanges.push({ service, ...exchange }),
      })),
    })),
  );
  const gateway = await contender.start({
    network,
    recordings: {},
    env: Object.fromEntries(proxies.map(({ service, url }) => [urlVariable(service), url])),
  });

  return {
    ask: async (body) => (await askForData(gateway.url, body)).data,
    async record(body) {
      exchanges.length = 0;
      const { text } = await askForData(gateway.url, body);
      return { steps: stepsOf(exchanges), answer: text };
    },
    async close() {
      await gateway.stop();
      await Promise.all(proxies.map((proxy) => proxy.close()));
    },
  };
}
