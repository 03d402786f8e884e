import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Behaviour } from '../gateway/hosted-subgraph.js';

const json = (response: ServerResponse) => response.setHeader('content-type', 'application/json');
const says =
  (text: string | Buffer, type = 'application/json', status = 200): Behaviour =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': type }).end(text);
type Honest = { data: Record<string, unknown> | null; errors?: object[] };

/** Lets a subgraph answer honestly, but for what is done to its answer. */
const changes =
  (change: (answer: Honest) => unknown): Behaviour =>
  async (_request, response, honest) => {
    json(response).end(JSON.stringify(change(JSON.parse(JSON.stringify(await honest())) as Honest)));
  };

/** Changes the list of entities; root fields are left as they are. */
const entities = (change: (list: unknown[]) => unknown): Behaviour =>
  changes(({ data, ...rest }) => ({
    ...rest,
    data: Array.isArray(data?.['_entities']) ? { _entities: change(data['_entities']) } : data,
  }));

/** Changes every root field or entity. */
const each = (change: (value: unknown) => unknown): Behaviour =>
  changes(({ data, ...rest }) => ({
    ...rest,
    data:
      data &&
      Object.fromEntries(
        Object.entries(data).map(([name, value]) => [
          name,
          name === '_entities' && Array.isArray(value) ? value.map(change) : change(value),
        ]),
      ),
  }));

/** All the ways a subgraph goes wrong. */
export const faultModes: Readonly<Record<string, Behaviour>> = {
  hangs: () => undefined,
  'is slow, but not too slow': async (_request, response, honest) => {
    const answer = await honest();
    setTimeout(() => json(response).end(JSON.stringify(answer)), 100);
  },
  drips: (_request, response) => {
    json(response).write('{');
    const drip = setInterval(() => response.write(' '), 50);
    response.on('close', () => clearInterval(drip));
  },
  resets: (_request, response) => response.socket?.resetAndDestroy(),
  closes: (_request, response) => response.destroy(),
  'breaks off': (_request, response) => {
    json(response).setHeader('content-length', '1000').write('{"data":');
    setTimeout(() => response.destroy(), 5);
  },
  'answers nothing': says(''),
  'answers 204': (_request, response) => response.writeHead(204).end(),
  'answers garbage': says('{"data":{"tour":[{]}'),
  'answers bytes': says(Buffer.from([0x22, 0xff, 0xfe, 0x22])),
  'answers a page': says('<h1>at 10.0.0.7</h1>', 'text/html'),
  'answers text': says('"fine"'),
  'answers a list': says('[]'),
  'answers null': says('null'),
  'answers {}': says('{}'),
  'answers null data': says('{"data":null}'),
  'answers null data and no errors': says('{"data":null,"errors":[]}'),
  'answers empty data': says('{"data":{}}'),
  'answers data that is a list': says('{"data":[]}'),
  'answers errors that are none': says('{"data":null,"errors":["many"]}'),
  'answers an error without a code': says(
    '{"data":null,"errors":[{"message":"connect ECONNREFUSED 10.0.0.7:27017","extensions":{"stacktrace":["at db.js:1"]}}]}',
  ),
  'answers an error with a code': says(
    '{"data":null,"errors":[{"message":"No. See http://10.0.0.7/x","extensions":{"code":"FORBIDDEN"}}]}',
  ),
  'adds an error without a path': changes((answer) => ({
    ...answer,
    errors: [{ message: 'Odd', extensions: { code: 'ODD' } }],
  })),
  'adds an error at an entity': changes((answer) => ({
    ...answer,
    errors: [{ message: 'Odd', path: ['_entities', 1, 'latest'], extensions: { code: 'ODD' } }],
  })),
  'adds an error nowhere': changes((answer) => ({
    ...answer,
    errors: [{ message: 'Odd', path: ['_entities', 99, 'x', -1], extensions: { code: 'ODD' } }],
  })),
  'answers 500 and a page': says('<h1>Error (app.js:12)</h1>', 'text/html', 500),
  'answers 500 and JSON': says('{"message":"ECONNREFUSED"}', 'application/json', 500),
  'answers 502': says('Bad gateway', 'text/html', 502),
  'answers 401': says('{"errors":[{"message":"Who?"}]}', 'application/json', 401),
  redirects: (_request, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/graphql' }).end(),
  unfolds: (_request, response) =>
    json(response)
      .setHeader('content-encoding', 'gzip')
      .end(gzipSync(`{"data":null${' '.repeat(1_000_000)}}`)),
  'answers 11 MB': says(`{"data":null${' '.repeat(11 * 1024 * 1024)}}`),
  'has no entities': entities((list) => list.map(() => null)),
  'has every other entity': entities((list) => list.map((entity, index) => (index % 2 === 0 ? null : entity))),
  'leaves out the first entity': entities((list) => list.slice(1)),
  'leaves out the last entity': entities((list) => list.slice(0, -1)),
  'adds an entity': entities((list) => [null, ...list]),
  'gives no list of entities': entities((list) => ({ ...list })),
  'gives null for the list': entities(() => null),
  'gives lists for entities': entities((list) => list.map((entity) => [entity])),
  'gives text for entities': entities((list) => list.map(() => 'north')),
  'gives {} for values': each(() => ({})),
  'gives text for values': each(() => 'text'),
  'gives lists for values': each((value) => [value]),
  'gives null for values': each(() => null),
  'leaves out every value': each(() => undefined),
};
