import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stormDocument } from '../bench/plan-storm.js';
import { HOSTILE } from './hostile.js';

/** Something to send to a gateway, and how it must be answered. */
export interface SoakRequest {
  kind: 'shipped' | 'distinct' | 'write' | 'wrong';
  body: string;
  headers?: Readonly<Record<string, string>>;
  /** Whether it is sent by somebody who has signed in. */
  isSigned: boolean;
  /** Whether the answer's status and errors are as they must be. */
  isRight(status: number, answer: { data?: unknown; errors?: unknown[] }): boolean;
}

const OPERATIONS = join('schema', 'operations');
const CREATE = 'mutation Soak($input: CreateEventInput!) { createEvent(input: $input) { id version } }';

const isWhole: SoakRequest['isRight'] = (status, { errors }) => status === 200 && errors === undefined;
/** Some of what is hostile is not wrong. */
const isAnswered: SoakRequest['isRight'] = (status, { data, errors }) =>
  status > 0 && status < 500 && (data !== undefined || errors !== undefined);

/** Makes the source of a mix: half of it what dashboards send, a quarter documents that nobody has sent before, the rest writes and mistakes. */
export async function soakRequests(): Promise<(index: number) => SoakRequest> {
  const files = (await readdir(OPERATIONS)).filter((name) => name.endsWith('.graphql')).sort();
  const shipped = await Promise.all(
    files.map(async (name) => ({
      query: await readFile(join(OPERATIONS, name), 'utf8'),
      variables: JSON.parse(
        await readFile(join(OPERATIONS, name.replace('.graphql', '.variables.json')), 'utf8').catch(() => '{}'),
      ) as unknown,
    })),
  );
  return (index) => {
    const round = Math.floor(index / 8);
    switch (index % 8) {
      case 1:
      case 5:
        // A name of its own makes each of them a new document.
        return {
          kind: 'distinct',
          body: JSON.stringify({ query: stormDocument(round * 2 + (index % 8 === 5 ? 1 : 0)) }),
          isSigned: false,
          isRight: isWhole,
        };
      case 3:
        return {
          kind: 'write',
          body: JSON.stringify({ query: CREATE, variables: { input: eventInput(round) } }),
          isSigned: true,
          isRight: isWhole,
        };
      case 7:
        return wrongRequest(round);
      default:
        return {
          kind: 'shipped',
          body: JSON.stringify(shipped[(round * 4 + (index % 8) / 2) % shipped.length]),
          isSigned: false,
          isRight: isWhole,
        };
    }
  };
}

function wrongRequest(round: number): SoakRequest {
  const { body, headers } = HOSTILE[round % HOSTILE.length]!;
  return { kind: 'wrong', body: body(round), ...(headers && { headers }), isSigned: false, isRight: isAnswered };
}

function eventInput(round: number): Record<string, unknown> {
  return {
    idempotencyKey: randomUUID(),
    name: { en: `Soak ${round}`, th: `ทดสอบ ${round}` },
    kind: 'CONFERENCE',
    hosts: ['depa'],
    startsOn: '2099-05-01',
  };
}
