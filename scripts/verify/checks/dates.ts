import type { Check, Finding, RecordName } from '../check.js';
import { wasWrittenByVersion1 } from '../older-facts.js';
import type { ReadCity, ReadSolution, Span } from '../verified-graph.js';
import { isConfirmed } from './counts.js';
import { partyOf } from './introductions.js';

type Found = Array<Omit<Finding, 'check'>>;

/** The order of the smart city process, which begins anew after REVOKED. */
const STEPS = ['CANDIDATE', 'PLAN_SUBMITTED', 'PROMOTION_ZONE', 'PLAN_APPROVED', 'DESIGNATED', 'RENEWED', 'REVOKED'];

const JOINED_BEFORE = 'version 1 entered it, which did not compare a membership with the life of its programme';

/** What comes later is not dated before: a month or a year is read as any of its days. */
export const dateChecks: readonly Check[] = [
  {
    name: 'The statuses of a city rise in time as in the process',
    needs: ['cities'],
    find: ({ cities = [] }) => cities.flatMap(statusesOf),
  },
  {
    name: 'A membership begins before it ends, within the life of its programme',
    needs: ['cities'],
    find: ({ cities = [], programmes = [] }) =>
      cities.flatMap((city) =>
        city.memberships.flatMap(({ id: entry, joinedOn, leftOn, programme, standing }) => {
          const record = { kind: 'City', id: city.id };
          const life = programmes.find((each) => each.id === programme?.id);
          const isOlder = standing.by == null && wasWrittenByVersion1(city, 'joinProgramme');
          return [
            ...rising(record, [`joining of ${entry}`, joinedOn], ['leaving', leftOn]),
            ...[
              ...rising(record, ['beginning of the programme', life?.startedOn], [`joining of ${entry}`, joinedOn]),
              ...rising(record, [`joining of ${entry}`, joinedOn], ['end of the programme', life?.endedOn]),
            ].map((finding) => (isOlder ? { ...finding, older: JOINED_BEFORE } : finding)),
          ];
        }),
      ),
  },
  {
    name: 'An office begins before it ends',
    needs: ['people'],
    find: ({ people = [] }) =>
      people.flatMap(({ id, offices }) =>
        offices.flatMap(({ kind, from, to }) =>
          rising({ kind: 'Person', id }, [`beginning of ${kind}`, from], ['end', to]),
        ),
      ),
  },
  {
    name: 'The stages of a deployment rise in time',
    needs: ['solutions'],
    find: ({ solutions = [] }) =>
      solutions.flatMap(({ deployments }) =>
        deployments.nodes.flatMap(({ id, history }) =>
          history.flatMap(({ stage, on }, index) =>
            history
              .slice(0, index)
              .flatMap((before) => rising({ kind: 'Deployment', id }, [before.stage, before.on], [stage, on])),
          ),
        ),
      ),
  },
  {
    name: 'A round lies within its course, which begins before it ends',
    needs: ['events'],
    find: ({ events = [] }) =>
      events.flatMap(({ id, startsOn, endsOn, rounds }) => [
        ...rising({ kind: 'Event', id }, ['beginning', startsOn], ['end', endsOn]),
        ...rounds.flatMap((round) => {
          const record = { kind: 'CourseRound', id: round.id };
          return [
            ...rising(record, ['beginning of the course', startsOn], ['beginning', round.startsOn]),
            ...rising(record, ['beginning', round.startsOn], ['end', round.endsOn]),
            ...rising(record, ['end', round.endsOn ?? round.startsOn], ['end of the course', endsOn]),
          ];
        }),
      ]),
  },
  {
    name: 'An agreement begins before it ends, and nobody signed it after its end',
    needs: ['agreements'],
    find: ({ agreements = [] }) =>
      agreements.flatMap(({ id, effectiveFrom, effectiveTo, on, signatures }) => {
        const record = { kind: 'Agreement', id };
        return [
          ...rising(record, ['beginning', effectiveFrom], ['end', effectiveTo]),
          ...rising(record, ['making', on], ['end', effectiveTo]),
          ...signatures.flatMap((signature) => rising(record, ['signature', signature.on], ['end', effectiveTo])),
        ];
      }),
  },
  {
    name: 'A partner is founded before it is closed, and a programme begins before it ends',
    needs: [],
    find: ({ partners = [], programmes = [] }) => [
      ...partners.flatMap(({ id = '', foundedOn, closedOn }) =>
        rising({ kind: 'Partner', id }, ['founding', foundedOn], ['closing', closedOn]),
      ),
      ...programmes.flatMap(({ id, startedOn, endedOn }) =>
        rising({ kind: 'Programme', id }, ['beginning', startedOn], ['end', endedOn]),
      ),
    ],
  },
  {
    name: 'A solution is not passed on before it was received',
    needs: ['solutions'],
    find: ({ solutions = [] }) => solutions.flatMap(passedOn),
  },
];

/** Its owner always has a solution; of others it is known when it was brought to them or is used in their city. */
function passedOn({ id, owner, introductions, deployments }: ReadSolution): Found {
  const told = introductions?.nodes.filter(isConfirmed) ?? [];
  return told.flatMap((introduction) => {
    const { from, on } = introduction;
    if (!on || (from.partner && from.partner.id === owner?.id)) return [];
    const receipts = [
      ...told.filter(({ to }) => partyOf(to) === partyOf(from)).map((receipt) => receipt.on),
      ...deployments.nodes
        .filter((deployment) => isConfirmed(deployment) && from.city && deployment.city?.id === from.city.id)
        .flatMap(({ history }) => history.map((stage) => stage.on)),
    ];
    const days = receipts.flatMap((day) => day?.earliest ?? []).sort();
    return days.length === 0 || days.length < receipts.length || days[0]! <= on.latest
      ? []
      : [
          {
            record: { kind: 'Solution', id },
            found: `${introduction.id} passed it on, on ${on.latest}`,
            expected: `not before ${partyOf(from)} received it on ${days[0]}`,
          },
        ];
  });
}

function statusesOf({ id, statusHistory }: ReadCity): Found {
  const record = { kind: 'City', id };
  let revoked = 0;
  // The process that an entry belongs to: those after a revocation are of the next one.
  const entries = statusHistory.map((entry) => ({
    ...entry,
    order: (entry.status === 'REVOKED' ? revoked++ : revoked) * STEPS.length + STEPS.indexOf(entry.status),
  }));
  return entries.flatMap((later) =>
    entries
      .filter(
        (earlier) =>
          earlier.order < later.order &&
          // Two values of one fact contradict each other: both stay on file.
          (earlier.conflictGroup === null || earlier.conflictGroup !== later.conflictGroup),
      )
      .flatMap((earlier) =>
        rising(record, [`${earlier.status} (${earlier.id})`, earlier.on], [`${later.status} (${later.id})`, later.on]),
      ),
  );
}

function rising(
  record: RecordName,
  [earlier, from]: [string, Span | null | undefined],
  [later, to]: [string, Span | null | undefined],
): Found {
  if (!from || !to || from.earliest <= to.latest) return [];
  return [{ record, found: `${later} on ${to.latest}`, expected: `not before ${earlier} on ${from.earliest}` }];
}
