import { setTimeout as pause } from 'node:timers/promises';
import { askOnce } from './ask.js';
import type { Contender } from './contender.js';
import { pidOfPort } from './pid-of-port.js';

/** How long we wait for somebody to start it (ms). */
const PATIENCE = 60_000;

/** A gateway that somebody else runs, such as a router in another language. It is measured, and left as it is. */
export function runningPeer(name: string, url: string, supergraphFile: string): Contender {
  return {
    name,
    title: name,
    canBeFresh: false,
    async prepare(report) {
      const answers = () =>
        askOnce(url, { query: '{ __typename }' }, {}).then(
          ({ result }) => result.data?.['__typename'] === 'Query',
          () => false,
        );
      for (let told = false, deadline = Date.now() + PATIENCE; !(await answers()); await pause(500)) {
        if (Date.now() > deadline) throw new Error(`nothing answers at ${url}`);
        if (!told) report(`Waiting for ${name} at ${url}: start it now, on ${supergraphFile}`);
        told = true;
      }
    },
    async start() {
      const { port, protocol } = new URL(url);
      const pid = await pidOfPort(Number(port) || (protocol === 'https:' ? 443 : 80));
      const ownUsage = () => Promise.reject(new Error('A gateway that runs elsewhere does not tell its usage.'));
      return { url, process: pid === undefined ? undefined : { pid, ownUsage }, stop: async () => undefined };
    },
  };
}
