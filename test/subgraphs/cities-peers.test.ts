import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cities } from '../../subgraphs/cities/index.js';
import { scorePeers, type Comparable } from '../../subgraphs/cities/suggestions/score-peers.js';
import { AreaKind } from '../../subgraphs/cities/vocabulary/vocabulary.js';
import { Region } from '../../subgraphs/domain/vocabulary/region.js';
import type { PeerCandidate } from '../../subgraphs/cities/suggestions/suggestion.type.js';
import { Confidence } from '../../subgraphs/domain/sources/confidence.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';

describe('the peers of a city', () => {
  const challenge = fc.record({
    code: fc.constantFrom('A', 'B', 'C', 'D'),
    confidence: fc.constantFrom(...Object.values(Confidence)),
  });
  const city = (id: fc.Arbitrary<string>): fc.Arbitrary<Comparable> =>
    fc.record({
      _id: id,
      region: fc.constantFrom(...Object.values(Region)),
      kind: fc.constantFrom(...Object.values(AreaKind)),
      population: fc.option(fc.record({ value: fc.integer({ min: 1, max: 1_000 }) })),
      challenges: fc.uniqueArray(challenge, { selector: ({ code }) => code }),
    });
  const network = fc.uniqueArray(city(fc.stringMatching(/^[a-z]{1,4}$/)), {
    selector: ({ _id }) => _id,
    minLength: 1,
    maxLength: 30,
  });

  test('are exactly the other cities that share a challenge, symmetrically', () => {
    fc.assert(
      fc.property(network, (all) => {
        for (const one of all) {
          const found = scorePeers(one, all);
          const sharing = all.filter(
            (other) =>
              other !== one && other.challenges.some(({ code }) => one.challenges.some((own) => own.code === code)),
          );
          expect(found.map(({ cityId }) => cityId).sort()).toEqual(sharing.map(({ _id }) => _id).sort());
          for (const { cityId, ...seen } of found) {
            const back = scorePeers(
              all.find(({ _id }) => _id === cityId)!,
              all,
            ).find((candidate) => candidate.cityId === one._id);
            expect(back).toEqual({ cityId: one._id, ...seen });
          }
        }
      }),
    );
  });

  test('do not depend on the order of the documents', () => {
    fc.assert(
      fc.property(network, fc.integer(), (all, at) => {
        const turned = [...all.slice(at % all.length), ...all.slice(0, at % all.length)];
        expect(scorePeers(all[0]!, turned)).toEqual(scorePeers(all[0]!, all));
      }),
    );
  });

  test('are at most 100', () => {
    const plain = (index: number): Comparable => ({
      _id: `city-${index}`,
      region: 'SOUTH',
      kind: 'CITY',
      population: null,
      challenges: [{ code: 'A', confidence: 'HIGH' }],
    });
    expect(
      scorePeers(
        plain(0),
        Array.from({ length: 150 }, (_, index) => plain(index)),
      ),
    ).toHaveLength(100);
  });

  test('are of similar size up to twice as large, and never when a population is unknown', () => {
    const sized = (id: string, value: number | null): Comparable => ({
      _id: id,
      region: 'SOUTH',
      kind: 'CITY',
      population: value === null ? null : { value },
      challenges: [{ code: 'A', confidence: 'LOW' }],
    });
    const similar = (one: number | null, other: number | null) =>
      scorePeers(sized('a', one), [sized('b', other)])[0]!.similarSize;
    expect([similar(100, 200), similar(100, 201), similar(200, 100), similar(null, null), similar(1, null)]).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
  });
});

describe('in the network', () => {
  let subgraph: RunningSubgraph;
  beforeAll(async () => {
    subgraph = await startSubgraph(cities as unknown as Subgraph);
  });
  afterAll(() => subgraph?.close());

  const PEERS =
    '... on City { id challengeKeys { code confidence } peerCandidates { cityId shared { code strong } sameRegion sameKind similarSize } }';

  test('Yala shares a challenge with 40 cities, with 25 of them on good evidence', async () => {
    const [yala] = (await subgraph.entities(PEERS, [{ __typename: 'City', id: 'th-yala' }])) as unknown as Array<{
      peerCandidates: PeerCandidate[];
      challengeKeys: object[];
    }>;
    expect(yala!.challengeKeys).toHaveLength(6);
    expect(yala!.challengeKeys).toContainEqual({ code: 'PUBLIC_SAFETY', confidence: 'HIGH' });
    expect(yala!.peerCandidates).toHaveLength(40);
    expect(yala!.peerCandidates.filter(({ shared }) => shared.some(({ strong }) => strong))).toHaveLength(25);
    const safety = yala!.peerCandidates.filter(({ shared }) =>
      shared.some(({ code, strong }) => code === 'PUBLIC_SAFETY' && strong),
    );
    expect(safety.map(({ cityId }) => cityId).sort()).toEqual(['th-nakhon-ratchasima', 'th-phuket', 'us-aurora-il']);
  });

  test('many cities are compared with two reads', async () => {
    const { data } = await subgraph.ask('{ cities(first: 100) { nodes { id } } }');
    subgraph.forget();
    await subgraph.entities(
      PEERS,
      data.cities.nodes.map(({ id }: { id: string }) => ({ __typename: 'City', id })),
    );
    expect(subgraph.commands).toEqual(['find', 'aggregate', 'find']);
  });

  test('a city without a challenge has no peer, and nothing is read for it', async () => {
    subgraph.forget();
    const answers = await subgraph.entities('... on City { peerCandidates { cityId } }', [
      { __typename: 'City', id: 'th-mahatai' },
    ]);
    expect(answers).toEqual([{ peerCandidates: [] }]);
    expect(subgraph.commands).toEqual(['find']);
  });
});
