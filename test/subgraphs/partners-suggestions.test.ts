import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { subgraphs } from '../../subgraphs/index.js';
import type { ChallengeKey, PeerCandidate } from '../../subgraphs/partners/references.js';
import type { Proven } from '../../subgraphs/partners/suggestions/suggestion-reason.js';
import { scorePeers } from '../../subgraphs/partners/suggestions/score-peers.js';
import { scoreSolutions } from '../../subgraphs/partners/suggestions/score-solutions.js';
import { Stage } from '../../subgraphs/partners/vocabulary/vocabulary.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';

const named = (name: string) => subgraphs.find((subgraph) => subgraph.name === name)!;
const TOLD =
  'challengeKeys { code confidence name { th en } } peerCandidates { cityId shared { code strong } sameRegion sameKind similarSize }';
const REASONS =
  'reasons { kind points sentence { en th } challenge { code } solution { id } deployment { id stage city { id } } }';

interface Reason {
  kind: string;
  points: number;
  challenge: { code: string } | null;
  solution: { id: string } | null;
  deployment: { stage: string; city: { id: string } } | null;
}

describe('suggestions to a city', () => {
  let partners: RunningSubgraph;
  let cities: RunningSubgraph;

  beforeAll(async () => {
    [partners, cities] = await Promise.all([startSubgraph(named('partners')), startSubgraph(named('cities'))]);
  });
  afterAll(() => Promise.all([partners?.close(), cities?.close()]));
  beforeEach(() => partners.forget());

  const keyOf = (id: string) => ({ __typename: 'City', id });

  /** Asks the partners as the gateway does: with what the cities tell. */
  async function ask(selection: string, ...ids: string[]) {
    const told = await cities.entities(`... on City { ${TOLD} }`, ids.map(keyOf));
    return partners.entities(
      `... on City { ${selection} }`,
      ids.map((id, at) => ({ ...keyOf(id), ...told[at] })),
    );
  }

  test('the peers of Yala are those of its challenges, with the fact behind each point', async () => {
    const [yala] = await ask(
      `peers(first: 6) { emptyBecause { en } nodes { city { id } points score ${REASONS} } }`,
      'th-yala',
    );
    expect(yala.peers.emptyBecause).toBeNull();
    expect(
      yala.peers.nodes.map(({ city, points }: { city: { id: string }; points: number }) => [city.id, points]),
    ).toEqual([
      ['th-phuket', 13],
      ['th-nakhon-si-thammarat', 9],
      ['th-hat-yai', 7],
      ['th-mae-moh', 7],
      ['th-pak-kret', 7],
      ['th-rayong', 7],
    ]);
    const told = yala.peers.nodes.map(({ reasons }: { reasons: Reason[] }) =>
      reasons.map(({ kind, challenge, solution, deployment }) =>
        [kind, challenge?.code, solution?.id, deployment?.stage].filter(Boolean).join(' '),
      ),
    );
    expect(told[0].sort()).toEqual([
      'PROVEN phuket-city-data-platform LIVE',
      'PROVEN phuket-smart-pier LIVE',
      'PROVEN traffy-fondue LIVE',
      'SAME_REGION',
      'SHARED_CHALLENGE CITIZEN_VOICE',
      'SHARED_CHALLENGE DATA_DRIVEN_GOVERNMENT',
      'SHARED_CHALLENGE LOCAL_ECONOMY_AND_TOURISM',
      'SHARED_CHALLENGE PUBLIC_SAFETY',
      'SIMILAR_SIZE',
    ]);
    expect(told[1].sort()).toEqual([
      'PROVEN nakhon-city-services LIVE',
      'SAME_KIND',
      'SAME_REGION',
      'SHARED_CHALLENGE CITIZEN_VOICE',
      'SHARED_CHALLENGE FLOOD_AND_DISASTER',
      'SIMILAR_SIZE',
    ]);
    expect(told[2].sort()).toEqual([
      'SAME_KIND',
      'SAME_REGION',
      'SHARED_CHALLENGE ACCESS_TO_SERVICES',
      'SHARED_CHALLENGE DATA_DRIVEN_GOVERNMENT',
      'SHARED_CHALLENGE FLOOD_AND_DISASTER',
    ]);
    expect(told[3].sort()).toEqual([
      'PROVEN mae-moh-city-data-platform LIVE',
      'SHARED_CHALLENGE DATA_DRIVEN_GOVERNMENT',
      'SHARED_CHALLENGE LOCAL_ECONOMY_AND_TOURISM',
    ]);
    expect(told[4].sort()).toEqual([
      'PROVEN delgosea-practice-pak-kret LIVE',
      'SAME_KIND',
      'SHARED_CHALLENGE LOCAL_ECONOMY_AND_TOURISM',
      'SIMILAR_SIZE',
    ]);
    expect(told[5].sort()).toEqual([
      'PROVEN rayong-emergency-incident-centre LIVE',
      'SAME_KIND',
      'SHARED_CHALLENGE FLOOD_AND_DISASTER',
      'SIMILAR_SIZE',
    ]);
    for (const { points, score, reasons } of yala.peers.nodes) {
      expect(reasons.reduce((sum: number, reason: Reason) => sum + reason.points, 0)).toBe(points);
      expect(score).toBeCloseTo(points / 18);
      expect(
        reasons.every(
          ({ sentence }: { sentence: { en: string; th: string } }) => sentence.en !== '' && /[ก-๙]/.test(sentence.th),
        ),
      ).toBe(true);
    }
  });

  test('a reason names a challenge as people do, in both languages, and by its code only where nobody could name it', async () => {
    const [yala] = await ask(
      'peers(first: 50) { nodes { reasons { kind sentence { en th } } } } suggestedSolutions(first: 50) { nodes { reasons { kind sentence { en th } } } }',
      'th-yala',
    );
    const sentences = [...yala.peers.nodes, ...yala.suggestedSolutions.nodes].flatMap(
      ({ reasons }: { reasons: Array<{ sentence: { en: string; th: string } }> }) =>
        reasons.map(({ sentence }) => sentence),
    );
    for (const sentence of [
      { en: 'It has the same challenge: “Floods and disasters”.', th: 'มีความท้าทายเดียวกัน คือ “น้ำท่วมและภัยพิบัติ”' },
      {
        en: 'It addresses a challenge of this city: “Floods and disasters”.',
        th: 'ตอบโจทย์ความท้าทายของเมืองนี้ คือ “น้ำท่วมและภัยพิบัติ”',
      },
    ])
      expect(sentences).toContainEqual(sentence);
    // Here nobody can be asked what a city is called: it is told by its id.
    for (const { en, th } of sentences)
      expect(`${en} ${th}`.replaceAll(/(City|เมือง) \([\w-]+\)/g, '')).not.toMatch(
        /[A-Z]+_[A-Z]|undefined|null|[a-z]-[a-z]+-[a-z]/,
      );
    const unnamed = {
      ...keyOf('th-yala'),
      challengeKeys: [{ code: 'OF_TOMORROW', confidence: 'HIGH' }],
      peerCandidates: [
        {
          cityId: 'th-nan',
          shared: [{ code: 'OF_TOMORROW', strong: true }],
          sameRegion: false,
          sameKind: false,
          similarSize: false,
        },
      ],
    };
    const [{ peers }] = (await partners.entities('... on City { peers { nodes { reasons { sentence { en th } } } } }', [
      unnamed,
    ])) as [{ peers: { nodes: Array<{ reasons: object[] }> } }];
    expect(peers.nodes[0]!.reasons).toEqual([
      {
        sentence: {
          en: 'It has the same challenge: “OF_TOMORROW”.',
          th: 'มีความท้าทายเดียวกัน คือ “OF_TOMORROW”',
        },
      },
    ]);
  });

  test('three peers are returned by default; 0 or 51 are refused', async () => {
    const [yala] = await ask('peers { nodes { city { id } } }', 'th-yala');
    expect(yala.peers.nodes).toHaveLength(3);
    for (const first of [0, 51])
      await expect(ask(`peers(first: ${first}) { nodes { score } }`, 'th-yala')).rejects.toThrow('BAD_USER_INPUT');
  });

  test('the solutions suggested to Yala are those in use elsewhere for its challenges', async () => {
    const [yala] = await ask(
      `suggestedSolutions(first: 50) { emptyBecause { en } nodes { solution { id addresses { code } } points score ${REASONS} } }`,
      'th-yala',
    );
    const inUse = new Set<string>();
    for (const { solution, reasons } of yala.suggestedSolutions.nodes as Array<{
      solution: { id: string };
      reasons: Reason[];
    }>) {
      for (const { challenge } of reasons) {
        for (const { deployment } of reasons) {
          if (challenge && deployment && ['LIVE', 'SCALED'].includes(deployment.stage))
            inUse.add(`${challenge.code}: ${solution.id} @ ${deployment.city.id} (${deployment.stage})`);
        }
      }
    }
    expect([...inUse].sort()).toEqual([
      'ACCESS_TO_SERVICES: mastercard-city-key @ cz-kolin (LIVE)',
      'ACCESS_TO_SERVICES: mastercard-city-key @ us-honolulu (LIVE)',
      'ACCESS_TO_SERVICES: mastercard-city-key @ us-los-angeles (LIVE)',
      'ACCESS_TO_SERVICES: nakhon-city-services @ th-nakhon-si-thammarat (LIVE)',
      'CITIZEN_VOICE: nakhon-city-services @ th-nakhon-si-thammarat (LIVE)',
      'CITIZEN_VOICE: rayong-emergency-incident-centre @ th-rayong (LIVE)',
      'CITIZEN_VOICE: traffy-fondue @ th-bangkok (SCALED)',
      'CITIZEN_VOICE: traffy-fondue @ th-phuket (LIVE)',
      'DATA_DRIVEN_GOVERNMENT: mae-moh-city-data-platform @ th-mae-moh (LIVE)',
      'DATA_DRIVEN_GOVERNMENT: phuket-city-data-platform @ th-phuket (LIVE)',
      'FLOOD_AND_DISASTER: chiang-mai-wildfire-command-centre @ th-chiang-mai (LIVE)',
      'FLOOD_AND_DISASTER: rayong-emergency-incident-centre @ th-rayong (LIVE)',
      'LOCAL_ECONOMY_AND_TOURISM: delgosea-practice-pak-kret @ th-pak-kret (LIVE)',
      'LOCAL_ECONOMY_AND_TOURISM: phuket-city-data-platform @ th-phuket (LIVE)',
      'PUBLIC_SAFETY: phuket-smart-pier @ th-phuket (LIVE)',
    ]);
    const points = yala.suggestedSolutions.nodes.map((node: { points: number }) => node.points);
    expect(points).toEqual([...points].sort((a, b) => b - a));
  });

  test('a solution that the city already has is not suggested to it', async () => {
    const [phuket] = await ask(
      'suggestedSolutions(first: 50) { nodes { solution { id } } } deployments(first: 100) { nodes { solution { id } } }',
      'th-phuket',
    );
    const ids = (nodes: Array<{ solution: { id: string } }>) => nodes.map(({ solution }) => solution.id);
    const here = new Set(ids(phuket.deployments.nodes));
    expect(here.size).toBeGreaterThan(2);
    expect(ids(phuket.suggestedSolutions.nodes).filter((id) => here.has(id))).toEqual([]);
  });

  test('a city alone in its challenge, and one without challenges, get an empty list and the reason', async () => {
    const alone = {
      ...keyOf('th-alone'),
      challengeKeys: [{ code: 'NOBODY_ELSE', confidence: 'HIGH' }],
      peerCandidates: [],
    };
    const without = { ...keyOf('th-without'), challengeKeys: [], peerCandidates: [] };
    const found = await partners.entities(
      '... on City { peers { nodes { score } emptyBecause { en th } } suggestedSolutions { nodes { score } emptyBecause { en th } } }',
      [alone, without],
    );
    expect(
      found.map(({ peers, suggestedSolutions }) => [
        peers.nodes,
        peers.emptyBecause.en,
        suggestedSolutions.nodes,
        suggestedSolutions.emptyBecause.en,
      ]),
    ).toEqual([
      [
        [],
        'No other city on file has any of its challenges.',
        [],
        'No solution to its challenges is on record as in use or tried out in any city.',
      ],
      [
        [],
        'No challenge of this city is on file, so there is nothing to compare.',
        [],
        'No challenge of this city is on file, so there is nothing to compare.',
      ],
    ]);
    expect(found.every(({ peers }) => /[ก-๙]/.test(peers.emptyBecause.th))).toBe(true);
  });

  test('a city that already has every proven solution gets that reason', async () => {
    const told = {
      ...keyOf('us-honolulu'),
      challengeKeys: [{ code: 'FINANCIAL_INCLUSION', confidence: 'HIGH' }],
      peerCandidates: [],
    };
    const [honolulu] = await partners.entities(
      '... on City { suggestedSolutions { nodes { score } emptyBecause { en } } }',
      [told],
    );
    expect(honolulu.suggestedSolutions).toEqual({
      nodes: [],
      emptyBecause: { en: 'Every proven solution to its challenges is on record in this city already.' },
    });
  });

  test('peers of many cities cost one read, suggested solutions one more and one for each challenge', async () => {
    const ids = ['th-yala', 'th-phuket', 'th-khon-kaen', 'th-hat-yai'];
    const told = await cities.entities(`... on City { ${TOLD} }`, ids.map(keyOf));
    const asked = ids.map((id, at) => ({ ...keyOf(id), ...told[at] }));
    const codes = new Set(told.flatMap(({ challengeKeys }) => challengeKeys.map(({ code }: { code: string }) => code)));
    await partners.entities(
      `... on City { peers(first: 10) { nodes { city { id } points ${REASONS.replace('solution { id }', '')} } } }`,
      asked,
    );
    expect(partners.commands).toEqual(['aggregate']);
    partners.forget();
    await partners.entities('... on City { suggestedSolutions { nodes { points } } }', asked);
    expect(partners.commands.sort()).toEqual([...Array(codes.size).fill('aggregate'), 'find']);
  });
});

const CODES = ['A', 'B', 'C', 'D'];
const challengeKeys = fc.uniqueArray(
  fc.record({
    code: fc.constantFrom(...CODES),
    confidence: fc.constantFrom('HIGH' as const, 'MEDIUM' as const, 'LOW' as const),
  }),
  { selector: ({ code }) => code, minLength: 1 },
);
const proofs = fc.array(
  fc.record({
    cityId: fc.constantFrom('x', 'y', 'z'),
    stage: fc.constantFrom('LIVE' as const, 'SCALED' as const, 'PILOT' as const),
    addresses: fc.subarray(CODES, { minLength: 1 }),
    solutionId: fc.constantFrom('s', 't'),
  }),
  { maxLength: 6 },
);

/** Candidates that the cities could tell of for these challenges. */
const candidatesOf = (challenges: ChallengeKey[]) =>
  fc.uniqueArray(
    fc.record({
      cityId: fc.constantFrom('x', 'y', 'z'),
      shared: fc
        .subarray(challenges, { minLength: 1 })
        .map((keys) => keys.map(({ code, confidence }) => ({ code, strong: confidence !== 'LOW' }))),
      sameRegion: fc.boolean(),
      sameKind: fc.boolean(),
      similarSize: fc.boolean(),
    }),
    { selector: ({ cityId }) => cityId },
  );
const told = challengeKeys.chain((challenges) => fc.tuple(fc.constant(challenges), candidatesOf(challenges), proofs));

type Drawn = Array<{ cityId: string; stage: 'LIVE' | 'SCALED' | 'PILOT'; addresses: string[]; solutionId: string }>;

function provenOf(drawn: Drawn): Proven[] {
  return drawn.map(({ cityId, stage, addresses, solutionId }, at) => ({
    solutionId,
    name: { en: solutionId, th: null },
    addresses,
    deployment: { id: `d${at}`, cityId, stage: Stage[stage] } as Proven['deployment'],
  }));
}

test('the score of a peer is the sum of its reasons, from 0 to 1, in a stable order', () => {
  fc.assert(
    fc.property(told, ([challenges, candidates, drawn]: [ChallengeKey[], PeerCandidate[], Drawn]) => {
      const provenIn = new Map(
        candidates.map(({ cityId }) => [
          cityId,
          provenOf(drawn).filter(({ deployment }) => deployment.cityId === cityId),
        ]),
      );
      const peers = scorePeers(challenges, candidates, provenIn);
      expect(peers).toHaveLength(candidates.length);
      for (const { points, score, reasons } of peers) {
        expect(reasons.reduce((sum, reason) => sum + reason.points, 0)).toBe(points);
        expect(score).toBeGreaterThan(0);
        expect(score).toBeLessThanOrEqual(1);
        for (const { kind, proven } of reasons)
          if (kind === 'PROVEN')
            expect(proven!.addresses.some((code) => challenges.some((key) => key.code === code))).toBe(true);
      }
      expect(scorePeers(challenges, [...candidates].reverse(), provenIn)).toEqual(peers);
    }),
  );
});

test('the score of a suggested solution is the sum of its reasons, from 0 to 1, each solution once', () => {
  fc.assert(
    fc.property(told, ([challenges, candidates, drawn]: [ChallengeKey[], PeerCandidate[], Drawn]) => {
      const addressed = new Map(drawn.map(({ solutionId, addresses }) => [solutionId, addresses]));
      const proven = provenOf(drawn.map((one) => ({ ...one, addresses: addressed.get(one.solutionId)! })));
      const solutions = scoreSolutions(challenges, proven, candidates);
      expect(solutions.map(({ solutionId }) => solutionId).sort()).toEqual([...addressed.keys()].sort());
      for (const { points, score, reasons } of solutions) {
        expect(reasons.reduce((sum, reason) => sum + reason.points, 0)).toBe(points);
        expect(score).toBeGreaterThan(0);
        expect(score).toBeLessThanOrEqual(1);
      }
    }),
  );
});
