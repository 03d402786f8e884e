import { buildSchema } from 'graphql';
import { hostSubgraph, type Behaviour, type HostedSubgraph } from '../gateway/hosted-subgraph.js';

/** A minimal subgraph, for tests that do not depend on the schema. */
export const hostStubSubgraph = (): Promise<HostedSubgraph> =>
  hostSubgraph(buildSchema('type Query { a: String b: String } type Mutation { set: String }'));

/** Sends the given responses one after the other, and the last one repeatedly. */
export function respondInSequence(...behaviours: Behaviour[]): Behaviour {
  let next = 0;
  return (...request) => behaviours[Math.min(next++, behaviours.length - 1)]!(...request);
}

/** Sends a body in JSON, or anything else in its place. */
export const respondWith =
  (text: string, status = 200): Behaviour =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);

/** Closes the connection without a response. */
export const dropConnection: Behaviour = (request) => request.socket.destroy();

/** Holds each request until `release` is called, and then sends the body. Probes of the gateway get a response at once. */
export function holdRequests(text: string): { behaviour: Behaviour; release(): void } {
  const held: (() => void)[] = [];
  return {
    behaviour: (...request) =>
      request[3] === '{ __typename }'
        ? respondWith('{"data":{"__typename":"Query"}}')(...request)
        : void held.push(() => respondWith(text)(...request)),
    release: () => held.splice(0).forEach((respond) => respond()),
  };
}
