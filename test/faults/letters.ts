import { buildSchema } from 'graphql';
import { hostSubgraph, type Behaviour, type HostedSubgraph } from '../gateway/hosted-subgraph.js';

/** A minimal subgraph, for tests that do not depend on the schema. */
export const hostLetters = (): Promise<HostedSubgraph> =>
  hostSubgraph(buildSchema('type Query { a: String b: String } type Mutation { set: String }'));

/** Sends the given responses one after the other, and the last one repeatedly. */
export function inTurn(...behaviours: Behaviour[]): Behaviour {
  let next = 0;
  return (...request) => behaviours[Math.min(next++, behaviours.length - 1)]!(...request);
}

export const answers =
  (text: string, status = 200): Behaviour =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);

export const breaksOff: Behaviour = (request) => request.socket.destroy();

/** Holds every request until it is released; probes of the gateway are answered. */
export function holding(text: string): { behaviour: Behaviour; release(): void } {
  const held: (() => void)[] = [];
  return {
    behaviour: (...request) =>
      request[3] === '{ __typename }'
        ? answers('{"data":{"__typename":"Query"}}')(...request)
        : void held.push(() => answers(text)(...request)),
    release: () => held.splice(0).forEach((answer) => answer()),
  };
}
