import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { subgraphs } from '../../subgraphs/index.js';
import { introductionSteps } from '../../subgraphs/partners/solution/introduction/introduction-steps.js';
import { officeKindOf } from '../../subgraphs/partners/person/office-rules.js';
import { shortfallsOf } from '../../subgraphs/partners/solution/deployment/shortfalls.js';
import {
  followingDeployment,
  monthsBetween,
} from '../../subgraphs/partners/solution/introduction/following-deployment.js';
import type { StoredDeployment, StoredIntroduction } from '../../subgraphs/partners/solution/solution.model.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';

const named = (name: string) => subgraphs.find((subgraph) => subgraph.name === name)!;

interface Node {
  id: string;
}

describe('the partners', () => {
  let partners: RunningSubgraph;
  let cities: RunningSubgraph;

  beforeAll(async () => {
    [partners, cities] = await Promise.all([startSubgraph(named('partners')), startSubgraph(named('cities'))]);
  });
  afterAll(() => Promise.all([partners?.close(), cities?.close()]));
  beforeEach(() => partners.forget());

  /** Asks the partners; an error fails the test. */
  async function read(query: string, variables: Record<string, unknown> = {}) {
    const { data, errors } = await partners.ask(query, variables);
    expect(errors).toBeUndefined();
    return data;
  }

  const city = (id: string) => ({ __typename: 'City', id });

  describe('City Key in the cities', () => {
    test('stands at a stage in each city, with its history and what fell short', async () => {
      const { solution } = await read(`{ solution(id: "mastercard-city-key") { deployments { totalCount nodes {
        city { id } stage confidence history { stage on { value } source { id } } shortfalls { metric unit planned actual shortfall plannedOutcome { asOf { value } } actualOutcome { source { id } } }
      } } } }`);
      expect(solution.deployments.totalCount).toBe(4);
      const [honolulu, losAngeles, kolin, newOrleans] = solution.deployments.nodes;
      expect(honolulu).toMatchObject({
        city: { id: 'us-honolulu' },
        stage: 'LIVE',
        history: [
          { stage: 'ANNOUNCED', on: { value: '2019-06' }, source: { id: 'src-govtech-citykey' } },
          { stage: 'LIVE', on: { value: '2020-11' }, source: { id: 'src-pymnts-2020-11' } },
        ],
        shortfalls: [
          {
            metric: 'CARDS',
            unit: 'CARD',
            planned: 4000,
            actual: 3724,
            shortfall: 276,
            plannedOutcome: { asOf: { value: '2020-11-30' } },
          },
        ],
      });
      expect([losAngeles, kolin]).toMatchObject([
        { city: { id: 'us-los-angeles' }, stage: 'LIVE', confidence: 'MEDIUM', shortfalls: [] },
        { city: { id: 'cz-kolin' }, stage: 'LIVE', shortfalls: [] },
      ]);
      expect(newOrleans).toMatchObject({
        city: { id: 'us-new-orleans' },
        stage: 'PILOT',
        shortfalls: [{ planned: 125, actual: 76, shortfall: 49, actualOutcome: { source: { id: 'src-verite' } } }],
      });
    });

    test('can be narrowed to stages', async () => {
      const { solution } = await read(
        '{ solution(id: "mastercard-city-key") { deployments(stage: [PILOT, STOPPED]) { totalCount nodes { city { id } } } } }',
      );
      expect(solution.deployments).toEqual({ totalCount: 1, nodes: [{ city: { id: 'us-new-orleans' } }] });
    });

    test('spread from Mastercard to Honolulu to Yala', async () => {
      const { solution } = await read(
        `{ solution(id: "mastercard-city-key") { introductionTree { depth parentId introduction { id stage from { city { id } partner { id } } to { city { id } partner { id } } occasion { id } } } } }`,
      );
      const toYala = solution.introductionTree.find(
        (step: { introduction: Node }) => step.introduction.id === 'intro-city-key-honolulu-yala',
      );
      expect(toYala).toEqual({
        depth: 2,
        parentId: 'intro-city-key-mastercard-honolulu',
        introduction: {
          id: 'intro-city-key-honolulu-yala',
          stage: 'INSPIRED',
          from: { city: { id: 'us-honolulu' }, partner: null },
          to: { city: { id: 'th-yala' }, partner: null },
          occasion: { id: 'event-depa-mastercard-2020' },
        },
      });
      expect(solution.introductionTree).toHaveLength(7);
    });

    test('shows its first step only when one step is asked for, and refuses none or eleven', async () => {
      const { solution } = await read(
        '{ solution(id: "mastercard-city-key") { introductionTree(depth: 1) { depth } } }',
      );
      expect(solution.introductionTree.map(({ depth }: { depth: number }) => depth)).toEqual([1, 1, 1, 1, 1, 1]);
      for (const depth of [0, 11]) {
        const { errors } = await partners.ask(
          `{ solution(id: "mastercard-city-key") { introductionTree(depth: ${depth}) { depth } } }`,
        );
        expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'depth' });
      }
    });
  });

  describe('introductions of all solutions', () => {
    const fields =
      'id kind stage on { value } solution { id } from { city { id } partner { id } } to { city { id } partner { id } } deployment { id city { id } history { on { value } } } monthsToDeployment';

    interface Brought extends Node {
      kind: string;
      on: { value: string } | null;
      solution: Node;
      from: { city: Node | null; partner: Node | null };
      to: { city: Node | null; partner: Node | null };
      deployment: (Node & { city: Node; history: Array<{ on: { value: string } | null }> }) | null;
      monthsToDeployment: number | null;
    }

    test('are those of each solution, page by page, with the deployment that followed', async () => {
      const { solutions, introductions } = await read(`{
        solutions(first: 100) { nodes { id introductions(first: 100) { nodes { id } } deployments(first: 100) { nodes { city { id } } } } }
        introductions(first: 100) { totalCount nodes { ${fields} } }
      }`);
      const each: Array<{
        id: string;
        introductions: { nodes: Node[] };
        deployments: { nodes: Array<{ city: Node }> };
      }> = solutions.nodes;
      const nodes: Brought[] = introductions.nodes;
      expect(nodes.map(({ id }) => id)).toEqual(each.flatMap((one) => one.introductions.nodes.map(({ id }) => id)));
      expect(introductions.totalCount).toBe(nodes.length);
      for (const { solution, to, deployment } of nodes) {
        const places = each.find(({ id }) => id === solution.id)!.deployments.nodes.map(({ city: { id } }) => id);
        if (to.city === null || !places.includes(to.city.id)) expect(deployment).toBeNull();
        else if (deployment) expect(deployment.city).toEqual(to.city);
      }
      expect(nodes.filter(({ deployment }) => deployment)).not.toEqual([]);
      const pages: Node[] = [];
      for (let after: string | null = null; ;) {
        const page: { nodes: Node[]; pageInfo: { endCursor: string; hasNextPage: boolean } } = (
          await read(
            'query ($after: String) { introductions(first: 4, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }',
            { after },
          )
        ).introductions;
        pages.push(...page.nodes);
        if (!page.pageInfo.hasNextPage) break;
        after = page.pageInfo.endCursor;
      }
      expect(pages.map(({ id }) => id)).toEqual(nodes.map(({ id }) => id));
    });

    test('are chosen by kind, giver, receiver and event', async () => {
      const all: Brought[] = (await read(`{ introductions(first: 100) { nodes { ${fields} } } }`)).introductions.nodes;
      const cases: Array<[args: string, fits: (one: Brought) => boolean]> = [
        ['kind: [DIRECT, VENDOR]', ({ kind }) => ['DIRECT', 'VENDOR'].includes(kind)],
        ['fromCity: "us-honolulu"', ({ from }) => from.city?.id === 'us-honolulu'],
        ['fromPartner: "mastercard"', ({ from }) => from.partner?.id === 'mastercard'],
        ['toCity: "th-yala"', ({ to }) => to.city?.id === 'th-yala'],
        ['toCity: "th-yala", fromCity: "us-honolulu"', ({ id }) => id === 'intro-city-key-honolulu-yala'],
        [
          'occasion: "event-depa-mastercard-2020", toCity: "th-yala"',
          ({ id }) => id === 'intro-city-key-honolulu-yala',
        ],
      ];
      for (const [args, fits] of cases) {
        const { introductions } = await read(
          `{ introductions(first: 100, filter: { ${args} }) { totalCount nodes { id } } }`,
        );
        const expected = all.filter(fits).map(({ id }) => ({ id }));
        expect([args, introductions]).toEqual([args, { totalCount: expected.length, nodes: expected }]);
        expect(expected).not.toEqual([]);
      }
    });

    test.each<[on: string | null, dates: Array<string | null>, months: number | null | 'no deployment']>([
      ['2019-06', ['2020-01-15'], 7],
      ['2019-06-30', [null, '2019-06'], 0],
      ['2019-06', ['2018', '2021-06'], 24],
      ['2019', ['2020-01'], null],
      ['2019-06', ['2020'], null],
      ['2019-06', [null], null],
      [null, ['2020-01'], null],
      ['2019-06', ['2018', '2019-05'], 'no deployment'],
    ])('on %s, followed by stages on %j: %s months', (on, dates, months) => {
      const history = dates.map((date) => ({ on: date }));
      const introduction = { toCityId: 'a', on };
      const deployments = [
        { cityId: 'b', history: [] },
        { cityId: 'a', history },
      ] as unknown as StoredDeployment[];
      const found = followingDeployment(introduction, deployments);
      expect(found === null ? 'no deployment' : monthsBetween(introduction, found)).toBe(months);
    });

    test('spread from one city or partner on', async () => {
      const { solution } = await read(`{ solution(id: "mastercard-city-key") {
        honolulu: introductionTree(from: "us-honolulu") { depth parentId introduction { id } }
        nobody: introductionTree(from: "th-yala") { depth }
      } }`);
      expect(solution.honolulu).toEqual([
        { depth: 1, parentId: null, introduction: { id: 'intro-city-key-honolulu-yala' } },
      ]);
      expect(solution.nobody).toEqual([]);
    });
  });

  describe('partners that work with cities', () => {
    const keys = 'id membershipKeys { programmeId cohortId sponsorPartnerId }';
    const rows =
      'nodes { partner { id } cityCount cities { id } roles { kind agreement { id kind } solution { id } programme { id } cohort { id } } } totalCount';

    async function cohortPartners(args: string) {
      const [cohort] = await cities.entities(`... on Cohort { memberCities { ${keys} } }`, [
        { __typename: 'Cohort', id: 'THAI_2020' },
      ]);
      expect(cohort.memberCities).toHaveLength(27);
      const [answer] = await partners.entities(`... on Cohort { partners(${args}) { ${rows} } }`, [
        { __typename: 'Cohort', id: 'THAI_2020', ...cohort },
      ]);
      return answer.partners.nodes.map(({ partner, cityCount, cities: among, roles }: CohortPartnerAnswer) => ({
        id: partner.id,
        cityCount,
        cities: among.map(({ id }) => id),
        roles: [...new Set(roles.map(roleText))].sort(),
      }));
    }

    interface CohortPartnerAnswer {
      partner: Node;
      cityCount: number;
      cities: Node[];
      roles: Array<{ kind: string; agreement: { kind: string } | null; programme: Node | null; cohort: Node | null }>;
    }
    const roleText = ({ kind, agreement, programme, cohort }: CohortPartnerAnswer['roles'][number]) =>
      [kind, agreement?.kind ?? cohort?.id ?? programme?.id].filter(Boolean).join(' ');

    test('five work with at least three of the 27, those with most cities first', async () => {
      const found = await cohortPartners('minCities: 3');
      expect(found.map(({ id, cityCount }: { id: string; cityCount: number }) => [id, cityCount])).toEqual([
        ['depa', 27],
        ['mastercard', 27],
        ['kas', 5],
        ['kmitl', 5],
        ['asean', 3],
      ]);
      expect(found.map(({ roles }: { roles: string[] }) => roles)).toEqual([
        [
          'COHORT_SPONSOR DEPA_CANDIDATES_2019',
          'COHORT_SPONSOR THAI_2020',
          'PROGRAMME_OWNER depa-smart-city',
          'SOLUTION_OWNER',
        ],
        ['PROGRAMME_OWNER city-possible'],
        ['PROGRAMME_OWNER delgosea'],
        ['AGREEMENT MOU'],
        ['PROGRAMME_OWNER asean-smart-cities-network'],
      ]);
      expect(found[2].cities).toEqual(['th-chiang-rai', 'th-khon-kaen', 'th-phuket', 'th-udon-thani', 'th-yala']);
      expect(found[3].cities).toEqual(['th-hat-yai', 'th-nonthaburi', 'th-phuket', 'th-udon-thani', 'th-yala']);
      expect(found[4].cities).toEqual(['th-chiang-mai', 'th-khon-kaen', 'th-phuket']);
    });

    test('only KMITL does so directly', async () => {
      expect(await cohortPartners('minCities: 3, direct: true')).toMatchObject([{ id: 'kmitl', cityCount: 5 }]);
    });

    test('those of some kinds of work have the roles of these kinds alone', async () => {
      expect(await cohortPartners('minCities: 3, kind: [AGREEMENT, SOLUTION_OWNER]')).toMatchObject([
        { id: 'kmitl', cityCount: 5, roles: ['AGREEMENT MOU'] },
      ]);
      const sponsors = await cohortPartners('kind: [COHORT_SPONSOR]');
      expect(sponsors.map(({ id }: { id: string }) => id)).toContain('depa');
      for (const { roles } of sponsors) for (const role of roles) expect(role).toMatch(/^COHORT_SPONSOR /);
      const [yala] = await cities.entities(`... on City { ${keys} }`, [city('th-yala')]);
      const [found] = await partners.entities(
        `... on City { all: partners(first: 100) { nodes { partner { id } roles { kind } } } agreed: partners(first: 100, kind: [AGREEMENT]) { totalCount nodes { partner { id } roles { kind } } } }`,
        [{ ...city('th-yala'), ...yala }],
      );
      type Linked = { partner: Node; roles: Array<{ kind: string }> };
      const agreed = found.all.nodes
        .map(({ partner, roles }: Linked) => ({ partner, roles: roles.filter(({ kind }) => kind === 'AGREEMENT') }))
        .filter(({ roles }: Linked) => roles.length > 0);
      expect(found.agreed).toEqual({ totalCount: agreed.length, nodes: agreed });
    });

    test('a city tells its own, each with the records that show it', async () => {
      const [yala] = await cities.entities(`... on City { ${keys} }`, [city('th-yala')]);
      const [answer] = await partners.entities(
        '... on City { partners { nodes { partner { id } roles { kind solution { id } } } } direct: partners(direct: true) { nodes { partner { id } } } }',
        [{ ...city('th-yala'), ...yala }],
      );
      const ids = (list: Array<{ partner: Node }>) => list.map(({ partner }) => partner.id);
      expect(ids(answer.partners.nodes)).toEqual(expect.arrayContaining(['depa', 'kas', 'kmitl', 'mastercard', 'tei']));
      expect(ids(answer.direct.nodes)).not.toContain('mastercard');
      expect(answer.partners.nodes.find(({ partner }: { partner: Node }) => partner.id === 'tei').roles).toEqual([
        { kind: 'INTRODUCED_SOLUTION', solution: { id: 'delgosea-practice-yala' } },
      ]);
    });

    test('a cohort of 27 costs two reads of links and one of programmes', async () => {
      const [cohort] = await cities.entities(`... on Cohort { memberCities { ${keys} } }`, [
        { __typename: 'Cohort', id: 'THAI_2020' },
      ]);
      partners.forget();
      await partners.entities('... on Cohort { partners(first: 100) { nodes { cityCount roles { kind } } } }', [
        { __typename: 'Cohort', id: 'THAI_2020', ...cohort },
      ]);
      expect(partners.commands).toEqual(['find', 'find', 'find']);
    });
  });

  test('the agreements of Khon Kaen tell their value, who pays and what holds them up', async () => {
    const { agreements } =
      await read(`{ agreements(filter: { city: "th-khon-kaen" }, orderBy: ON_ASC) { totalCount nodes {
      id kind on { value } status barriers parties { city { id } partner { id } } funding { fundedBy { en } values { value currency asOf { value } conflictGroup note { en } source { id } } } confidence
    } } }`);
    expect(agreements.totalCount).toBe(5);
    expect(
      agreements.nodes.map(
        ({ id, kind, on, status }: { id: string; kind: string; on: { value: string }; status: string }) => [
          id,
          kind,
          on.value,
          status,
        ],
      ),
    ).toEqual([
      ['agreement-kkts-2017', 'PPP', '2017-02-20', 'DELAYED'],
      ['agreement-khon-kaen-ait-2018', 'MOU', '2018-08-03', 'INTENDED'],
      ['agreement-kku-khon-kaen-2019', 'MOU', '2019-02-04', 'SIGNED'],
      ['agreement-khon-kaen-land-2019', 'MOU', '2019-09-11', 'DRAFT'],
      ['agreement-khon-kaen-phuket-2021', 'MOU', '2021-02-08', 'SIGNED'],
    ]);
    expect(agreements.nodes[0]).toMatchObject({
      barriers: ['FUNDING', 'STAKEHOLDER_ALIGNMENT'],
      funding: {
        fundedBy: { en: 'private investment still sought (2025)' },
        values: [
          { value: 5_000_000, currency: 'THB', asOf: { value: '2017' }, conflictGroup: null },
          {
            value: 30_000_000_000,
            currency: 'THB',
            asOf: { value: '2018-09-11' },
            conflictGroup: 'conflict-kk-tram-funding',
          },
          {
            value: 21_000_000_000,
            currency: 'THB',
            asOf: { value: '2023-03-11' },
            conflictGroup: 'conflict-kk-tram-funding',
          },
        ],
      },
    });
    const [entity] = await partners.entities('... on City { agreements { totalCount nodes { id } } }', [
      city('th-khon-kaen'),
    ]);
    expect(entity.agreements.nodes.map(({ id }: Node) => id).sort()).toEqual(
      agreements.nodes.map(({ id }: Node) => id).sort(),
    );
  });

  test('partners are counted by kind, and the first of a kind is a claim with a speaker', async () => {
    const counts: Record<string, number> = {
      GOVERNMENT: 21,
      MULTILATERAL: 5,
      ACADEMIC: 6,
      CORPORATE: 18,
      NGO: 6,
      CITY_DEVELOPMENT_COMPANY: 3,
      NETWORK: 2,
    };
    const data = await read(`{ ${Object.keys(counts)
      .map((kind) => `${kind}: partners(filter: { kind: [${kind}] }) { totalCount }`)
      .join(' ')}
      programme(id: "city-possible") { claims(firstOfKind: true) { nodes { firstOfKind aboutPartner { id } speakerPerson { id } speakerPartner { id } on { value } source { id } note { en } } } partnerRoles(role: [ACADEMIC_PARTNER]) { nodes { partner { id } since { value } } } } }`);
    for (const [kind, count] of Object.entries(counts)) expect([kind, data[kind].totalCount]).toEqual([kind, count]);
    expect(data.programme.claims.nodes).toMatchObject([
      {
        firstOfKind: 'GOVERNMENT',
        aboutPartner: { id: 'depa' },
        speakerPerson: { id: 'passakon-prathombutr' },
        on: { value: '2020-01-20' },
        source: { id: 'src-seed-article' },
        note: null,
      },
      {
        firstOfKind: 'MULTILATERAL',
        aboutPartner: { id: 'idb' },
        speakerPerson: null,
        speakerPartner: { id: 'idb' },
        on: { value: '2021-10-16' },
      },
    ]);
    expect(data.programme.claims.nodes[1].note.en).toContain('UN Global Compact');
    expect(data.programme.partnerRoles.nodes).toEqual([
      { partner: { id: 'harvard-tech' }, since: { value: '2018-11' } },
    ]);
  });

  test('a person shows offices, quotes and claims', async () => {
    const { person } = await read(
      `{ person(id: "passakon-prathombutr") { name { th en } aliases offices { kind title { en } organisation { id } city { id } asOf { value } asOfSource { id } source { id } } quotes { on { value } event { id } } claims { nodes { id } } } }`,
    );
    expect(person.offices).toMatchObject([
      { kind: 'OTHER', organisation: { id: 'depa' }, city: null, asOf: { value: '2020-01-20' } },
      {
        kind: 'CHIEF_SMART_CITY_OFFICER',
        title: { en: 'Chief Smart City Officer' },
        organisation: null,
        city: { id: 'th-phuket' },
        asOf: { value: '2018' },
        asOfSource: { id: 'src-ascn-scaps' },
      },
      { kind: 'OTHER', organisation: { id: 'depa' }, asOf: { value: '2020-10' } },
    ]);
    expect(person.quotes).toEqual([{ on: { value: '2020-01-20' }, event: { id: 'event-depa-mastercard-2020' } }]);
    expect(person.claims.nodes.map(({ id }: Node) => id)).toEqual([
      'claim-depa-first-government',
      'claim-all-27-not-one',
    ]);
  });

  test('cities list their office holders, page by page', async () => {
    const holders = (args: string) =>
      partners.entities(
        `... on City { officeHolders(${args}) { totalCount nodes { person { id } kind } pageInfo { hasNextPage endCursor } } }`,
        [city('th-phuket'), city('th-yala'), city('nowhere')],
      );
    const [phuket, yala, nowhere] = await holders('kind: [CHIEF_SMART_CITY_OFFICER], first: 2');
    expect(phuket.officeHolders).toMatchObject({
      totalCount: 3,
      nodes: [{ person: { id: 'nuttapon-nimmanphatcharin' } }, { person: { id: 'passakon-prathombutr' } }],
      pageInfo: { hasNextPage: true },
    });
    expect(yala.officeHolders).toMatchObject({ totalCount: 0, nodes: [] });
    expect(nowhere.officeHolders).toMatchObject({ totalCount: 0, nodes: [] });
    const [rest] = await holders(
      `kind: [CHIEF_SMART_CITY_OFFICER], first: 2, after: "${phuket.officeHolders.pageInfo.endCursor}"`,
    );
    expect(rest.officeHolders).toMatchObject({
      nodes: [{ person: { id: 'pracha-asavateera' } }],
      pageInfo: { hasNextPage: false },
    });
    const [mayors] = (await holders('kind: [MAYOR]')).slice(1);
    expect(mayors.officeHolders.nodes).toEqual([{ person: { id: 'pongsak-yingchoncharoen' }, kind: 'MAYOR' }]);
  });

  test('lists that hang on many cities cost one aggregation each', async () => {
    const ids = ['th-yala', 'th-phuket', 'th-khon-kaen', 'us-honolulu', 'nowhere'];
    const found = await partners.entities(
      '... on City { deployments { nodes { id } } introductionsGiven { nodes { id } } introductionsReceived { nodes { id } } agreements { nodes { id } } officeHolders { nodes { kind } } }',
      ids.map(city),
    );
    expect(partners.commands).toEqual(Array(5).fill('aggregate'));
    expect(found[0].introductionsReceived.nodes.map(({ id }: Node) => id)).toEqual([
      'intro-delgosea-tei-yala',
      'intro-city-key-honolulu-yala',
    ]);
    expect(found[3].introductionsGiven.nodes.map(({ id }: Node) => id)).toEqual(['intro-city-key-honolulu-yala']);
    expect(found[1].deployments.nodes.length).toBeGreaterThan(2);
    expect(found[4]).toEqual({
      deployments: { nodes: [] },
      introductionsGiven: { nodes: [] },
      introductionsReceived: { nodes: [] },
      agreements: { nodes: [] },
      officeHolders: { nodes: [] },
    });
  });

  test('a list of partners with its references costs one read for each collection and step', async () => {
    await read(
      '{ partners(first: 50) { nodes { id parent { id } roles { programme { id owner { id } } } solutions { nodes { id } } } } }',
    );
    expect([...partners.commands].sort()).toEqual(['aggregate', 'find', 'find', 'find', 'find']);
  });

  test('challenges and events lead to solutions and agreements, targets to who said them', async () => {
    const found = await partners.entities(
      '... on Challenge { solutions(stage: [LIVE, SCALED]) { nodes { id } } } ... on Event { agreements { nodes { id } } introductions { nodes { id } } } ... on Target { id metric statedOn { latest } statedByPartner { id } programme { id } }',
      [
        { __typename: 'Challenge', code: 'CITIZEN_VOICE' },
        { __typename: 'Event', id: 'event-depa-mastercard-2020' },
        { __typename: 'Target', id: 'target-100-by-2020' },
        { __typename: 'Target', id: 'target-unknown' },
      ],
    );
    expect(found[0].solutions.nodes.map(({ id }: Node) => id)).toEqual([
      'nakhon-city-services',
      'rayong-emergency-incident-centre',
      'traffy-fondue',
    ]);
    expect(found[1].agreements.nodes).toHaveLength(1);
    expect(found[1].introductions.nodes.map(({ id }: Node) => id)).toContain('intro-city-key-honolulu-yala');
    expect(found[2]).toEqual({
      id: 'target-100-by-2020',
      metric: 'SMART_CITIES',
      statedOn: { latest: '2020-01-20' },
      statedByPartner: { id: 'depa' },
      programme: { id: 'depa-smart-city' },
    });
    expect(found[3]).toBeNull();
  });

  test.each([
    ['partners', '{ programme: "city-possible", role: [ACADEMIC_PARTNER, FOUNDER] }', ['harvard-tech', 'mastercard']],
    [
      'partners',
      '{ isUnit: true, ids: ["depa", "mastercard", "mastercard-government-engagement"] }',
      ['mastercard-government-engagement'],
    ],
    ['people', '{ city: "th-yala", officeKind: [MAYOR] }', ['pongsak-yingchoncharoen']],
    ['people', '{ city: "th-phuket", organisation: "depa" }', []],
    ['programmes', '{ kind: [POLICY] }', ['thailand-4-0']],
    ['solutions', '{ deployedIn: "th-bangkok", stage: [SCALED] }', ['traffy-fondue']],
    ['solutions', '{ deployedIn: "th-phuket", stage: [SCALED] }', ['phuket-smart-bus']],
    ['solutions', '{ owner: "mastercard", addresses: ["FINANCIAL_INCLUSION"] }', ['mastercard-city-key']],
    ['agreements', '{ partner: "kmitl", city: "th-yala" }', ['agreement-kmitl-municipalities-2018']],
  ])('%s filtered by %s', async (list, filter, expected) => {
    const { [list]: found } = await read(`{ ${list}(filter: ${filter}) { nodes { id } totalCount } }`);
    const ids = found.nodes.map(({ id }: Node) => id);
    expect(ids).toEqual(expected);
  });

  test('people are read in Thai order, those without a Thai name after the others by their English one; the other way round when falling', async () => {
    const { rising, falling } = await read(
      '{ rising: people(orderBy: NAME_TH_ASC, first: 100) { nodes { name { th en } } } falling: people(orderBy: NAME_TH_DESC, first: 100) { nodes { name { th en } } } }',
    );
    const names = rising.nodes.map(({ name }: { name: { th: string | null; en: string } }) => name.th ?? name.en);
    const unnamed = rising.nodes.filter(({ name }: { name: { th: string | null } }) => name.th === null);
    expect(unnamed).toHaveLength(22);
    expect(rising.nodes.slice(-22)).toEqual(unnamed);
    expect(names).toEqual(names.toSorted(new Intl.Collator('th').compare));
    expect(falling.nodes).toEqual(rising.nodes.toReversed());
  });
});

test('the tree of a cyclic spread ends, and has each introduction once', () => {
  const steps = introductionSteps([step('a', 'x', 'y'), step('b', 'y', 'z'), step('c', 'z', 'x')], 10);
  expect(steps.map(({ depth, parentId, introduction }) => [introduction.id, depth, parentId])).toEqual([
    ['a', 1, null],
    ['b', 2, 'a'],
    ['c', 3, 'b'],
  ]);
});

test('a cycle that an outside introduction leads to is walked from there', () => {
  const steps = introductionSteps([step('b', 'y', 'z'), step('c', 'z', 'y'), step('a', 'x', 'y')], 10);
  expect(steps.map(({ depth, introduction }) => [introduction.id, depth])).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);
});

test('a plan that was met, or has no result in its unit, is no shortfall', () => {
  const figure = (metric: string, value: number, unit = 'CARD', asOf: string | null = '2022') => ({
    metric,
    value,
    unit,
    asOf,
  });
  expect(
    shortfallsOf([
      figure('CARDS_PLANNED', 10),
      figure('CARDS_ISSUED', 10),
      figure('BUSES_PLANNED', 3),
      figure('TREES_PLANNED', 9, 'TREE'),
      figure('TREES_DELIVERED', 1, 'PERCENT'),
    ]),
  ).toEqual([]);
});

test('a shortfall has the latest figures', () => {
  const figure = (metric: string, value: number, asOf: string | null) => ({ metric, value, unit: 'CARD', asOf });
  expect(
    shortfallsOf([
      figure('CARDS_PLANNED', 10, '2022'),
      figure('CARDS_PLANNED', 20, '2023-01'),
      figure('CARDS_ISSUED', 8, '2023'),
      figure('CARDS_ISSUED', 99, null),
    ]),
  ).toMatchObject([{ planned: 20, actual: 8, shortfall: 12 }]);
});

test('offices are distinguished by their English title', () => {
  expect(
    [
      'Mayor of Yala City Municipality',
      'Mayor',
      'Deputy Mayor',
      'Mayoral adviser',
      'Chief Smart City Officer',
      null,
    ].map(officeKindOf),
  ).toEqual(['MAYOR', 'MAYOR', 'OTHER', 'OTHER', 'CHIEF_SMART_CITY_OFFICER', 'OTHER']);
});

function step(id: string, from: string, to: string): StoredIntroduction {
  return {
    id,
    from: { cityId: from, partnerId: null },
    toCityId: to,
    toPartnerId: null,
    kind: 'DIRECT',
    occasionEventId: null,
    on: null,
    stage: 'LIVE',
    confidence: 'HIGH',
    source: 'src',
    note: null,
  };
}
