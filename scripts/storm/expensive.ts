import { setTimeout as pause } from 'node:timers/promises';
import { askOnce } from '../bench/ask.js';
import { percentile } from '../bench/percentile.js';
import { signedHeaders } from '../bench/signed-headers.js';

export interface ExpensiveOptions {
  /** Of the cities' subgraph, which is sent the operations without a gateway, whose limits refuse them. */
  subgraphUrl: string;
  secret: string;
  seconds: number;
  report: (line: string) => void;
}

/** Milliseconds for a cheap operation beside expensive ones (p99). */
export const MOST_CHEAP_MS = 50;
const AT_ONCE = 2;
const DEPTH = 5;
const EVERY_MS = 10;
const WARM_UP_SECONDS = 2;

const CHEAP = '{ city(id: "th-yala") { id name { en } } }';
/** A small document that names each city over and over. */
const EXPENSIVE = `{ cities(first: 100) { nodes { ${nested(DEPTH)} } } }`;

function nested(depth: number): string {
  if (depth === 0) return 'id';
  const inner = nested(depth - 1);
  return `id challenges { city { ${inner} } } memberships { city { ${inner} } }`;
}

/** Sends a subgraph expensive operations and cheap ones beside them, and gives what is wrong, each in one sentence. */
export async function expensive({ subgraphUrl, secret, seconds, report }: ExpensiveOptions): Promise<string[]> {
  const send = async (query: string) => {
    const body = JSON.stringify({ query });
    const begin = performance.now();
    const target = { subgraph: 'cities', target: new URL(subgraphUrl).pathname };
    const { result } = await askOnce(subgraphUrl, body, signedHeaders(secret, target, body, ''));
    return { ms: performance.now() - begin, result };
  };
  /** Sends one after another for a time, and gives how long each took. */
  const sendFor = async (query: string, everyMs: number, isWhole: boolean, time: number) => {
    const took: number[] = [];
    for (const end = performance.now() + time * 1_000; performance.now() < end; await pause(everyMs)) {
      const { ms, result } = await send(query);
      if (isWhole !== (result.errors === undefined)) throw new Error(`Not expected: ${JSON.stringify(result)}`);
      took.push(ms);
    }
    return took;
  };
  const both = async (time: number) => {
    const [cheap, ...dear] = await Promise.all([
      sendFor(CHEAP, EVERY_MS, true, time),
      ...Array.from({ length: AT_ONCE }, () => sendFor(EXPENSIVE, 0, false, time)),
    ]);
    return { cheap: cheap!, dear: dear.flat() };
  };

  await both(WARM_UP_SECONDS);
  const alone = await sendFor(CHEAP, EVERY_MS, true, WARM_UP_SECONDS);
  const { cheap, dear } = await both(seconds);
  const p = (values: readonly number[], share: number) => percentile(values, share).toFixed(1);
  report(
    `${dear.length} operations of ${EXPENSIVE.length} bytes, ${AT_ONCE} at once, ended with the limit of objects, each after ${p(dear, 0.5)} ms (median). ${cheap.length} cheap ones beside them took ${p(cheap, 0.5)} ms (median) and ${p(cheap, 0.99)} ms (p99); alone ${p(alone, 0.5)} and ${p(alone, 0.99)} ms.`,
  );
  return percentile(cheap, 0.99) < MOST_CHEAP_MS
    ? []
    : [`A cheap operation beside expensive ones took ${p(cheap, 0.99)} ms (p99), not less than ${MOST_CHEAP_MS}.`];
}
