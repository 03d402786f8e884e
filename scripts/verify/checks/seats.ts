import { compare, type Check, type Finding } from '../check.js';
import type { ReadEvent, ReadRound } from '../verified-graph.js';

type Found = Array<Omit<Finding, 'check'>>;

/** Seats are registrations; nobody waits while a seat is free. */
export const seatChecks: readonly Check[] = [
  {
    name: 'The seats of an event are its registrations, as many as it has room for',
    needs: ['events'],
    find: ({ events = [] }) => events.flatMap(seatsOf),
  },
  {
    name: 'The seats of a course round are its enrolments, as many as it has room for',
    needs: ['events'],
    find: ({ events = [] }) => events.flatMap(({ rounds }) => rounds.flatMap(enrolledIn)),
  },
  {
    name: 'Nobody has a seat of what was called off',
    needs: ['events'],
    find: ({ events = [] }) => events.flatMap(calledOff),
  },
];

function seatsOf({ id, seats, capacity, registrations }: ReadEvent): Found {
  const record = { kind: 'Event', id };
  const { confirmed, waiting, free } = seats;
  return [
    ...(registrations
      ? [
          ...compare(record, 'confirmed seats:', confirmed, count(registrations.nodes, 'CONFIRMED')),
          ...compare(record, 'waiting:', waiting, count(registrations.nodes, 'WAITING')),
        ]
      : []),
    ...room(record, capacity, confirmed, waiting),
    ...compare(
      record,
      'free seats:',
      String(free),
      String(capacity === null ? null : Math.max(0, capacity - confirmed)),
    ),
  ];
}

function enrolledIn({ id, capacity, enrolled, graduated, waiting, cancelledOn, enrolments }: ReadRound): Found {
  const record = { kind: 'CourseRound', id };
  const nodes = enrolments?.nodes;
  return [
    ...(nodes
      ? [
          ...compare(record, 'enrolled:', enrolled, count(nodes, 'ENROLLED')),
          ...compare(record, 'waiting:', waiting, count(nodes, 'WAITING')),
          ...compare(record, 'graduated:', graduated, nodes.filter(({ graduatedOn }) => graduatedOn !== null).length),
        ]
      : []),
    ...(cancelledOn === null ? room(record, capacity, enrolled, waiting) : []),
  ];
}

function room(record: Found[number]['record'], capacity: number | null, taken: number, waiting: number): Found {
  if (capacity === null)
    return waiting === 0 ? [] : [{ record, found: `${waiting} waiting`, expected: 'nobody: it has no limit' }];
  if (taken > capacity) return [{ record, found: `${taken} seats taken`, expected: `at most ${capacity}` }];
  return waiting === 0 || taken === capacity
    ? []
    : [{ record, found: `${waiting} waiting`, expected: `nobody: ${capacity - taken} seats are free` }];
}

function calledOff({ id, status, seats, rounds }: ReadEvent): Found {
  const isCancelled = status === 'CANCELLED';
  const ended = rounds.filter(({ cancelledOn }) => isCancelled || cancelledOn !== null);
  return [
    ...(isCancelled ? compare({ kind: 'Event', id }, 'seats and places:', seats.confirmed + seats.waiting, 0) : []),
    // Who finished a round before it was called off stays.
    ...ended.flatMap((round) =>
      compare({ kind: 'CourseRound', id: round.id }, 'enrolled:', round.enrolled + round.waiting, round.graduated),
    ),
  ];
}

function count(rows: ReadonlyArray<{ status: string }>, status: string): number {
  return rows.filter((row) => row.status === status).length;
}
