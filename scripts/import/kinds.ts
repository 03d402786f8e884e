import type { Sentence } from '../../subgraphs/protocol/language.js';
import type { Client, Input, Refused, RowWrite } from './client.js';

/** What may be imported: each row of a file is one write. */
export interface Kind extends RowWrite {
  readonly about: string;
  /** The columns that name the record in a verdict. */
  readonly named: readonly string[];
  /** No two rows have the same values in all columns of one of these. */
  readonly distinct: ReadonlyArray<readonly string[]>;
  /** A column that may name the record of another row, which is then written first, and the column that it has there. */
  readonly refersTo?: { readonly column: string; readonly id: string };
  /** True when rows are written one after the other, as their order decides who gets a seat. */
  readonly inOrder: boolean;
  /** The columns of the template with the cells of an example. */
  readonly example: Readonly<Record<string, string>>;
  /** Tells whether a row is refused because what it says is on file. */
  isOnFile(refused: Refused, input: Input, client: Client): Promise<boolean>;
  /** Says that a row which is written does not count yet. */
  tell?(written: Input, input: Input): Sentence | undefined;
  /** Says of a row that was written and whose record was withdrawn since, what can be done. */
  readonly withdrawn: Sentence;
  /** Tells whether the record of a row is on file as withdrawn, for a record whose id nothing else can have. */
  isWithdrawn?(input: Input, client: Client): Promise<boolean>;
}

const WRITE_AGAIN: Sentence = {
  en: 'It was written before and is withdrawn since. To write it again, change a cell, such as `why`.',
  th: 'เคยบันทึกแล้วและถูกถอนไปแล้ว หากต้องการบันทึกอีกครั้ง โปรดแก้ไขช่องใดช่องหนึ่ง เช่น why',
};

const PARTNER = `query ($id: ID!) { partner(id: $id) {
  name { th en } aliases kind description { th en } countryCode parent { id } isUnit foundedOn { value }
  barriersTackled webLinks { url } standing { state }
} }`;

interface PartnerOnFile extends Input {
  readonly parent: { readonly id: string } | null;
  readonly foundedOn: { readonly value: string } | null;
  readonly standing: { readonly state: string };
}

async function readPartner(client: Client, id: unknown): Promise<PartnerOnFile | null> {
  return (await client.read<{ partner: PartnerOnFile | null }>(PARTNER, { id })).partner;
}

export const KINDS: Readonly<Record<string, Kind>> = {
  partners: {
    mutation: 'registerPartner',
    about: 'takes partners into the network; for network-admin',
    named: ['id'],
    distinct: [['id'], ['name.en'], ['name.th']],
    refersTo: { column: 'parentId', id: 'id' },
    inOrder: false,
    example: {
      id: 'example-institute',
      'name.en': 'Example Institute',
      'name.th': 'สถาบันตัวอย่าง',
      aliases: 'EXI|Ex Institute',
      kind: 'ACADEMIC',
      'description.en': 'Teaches city officers.',
      'description.th': 'สอนเจ้าหน้าที่เมือง',
      countryCode: 'TH',
      foundedOn: '1998-05',
      'source.title': 'About the institute',
      'source.url': 'https://example.org/about',
    },
    async isOnFile({ code, argument }, input, client) {
      if (code !== 'CONFLICT' || argument !== 'input.id') return false;
      const partner = await readPartner(client, input['id']);
      if (partner === null || partner.standing.state === 'WITHDRAWN') return false;
      const { parent, foundedOn, standing: _, ...same } = partner;
      return hasValues({ ...same, parentId: parent?.id ?? null, foundedOn: foundedOn?.value ?? null }, input);
    },
    withdrawn: {
      en: 'It was written before and is withdrawn since; `restorePartner` puts it back.',
      th: 'เคยบันทึกแล้วและถูกถอนไปแล้ว นำกลับคืนได้ด้วย restorePartner',
    },
    isWithdrawn: async ({ id }, client) => (await readPartner(client, id))?.standing.state === 'WITHDRAWN',
  },
  challenges: {
    mutation: 'declareChallenge',
    about: 'declares challenges of cities; for officers of each city',
    named: ['cityId', 'code'],
    distinct: [['cityId', 'code']],
    inOrder: false,
    example: {
      cityId: 'th-yala',
      code: 'HEALTH_ACCESS',
      'basis.en': 'Waiting times in the report of 2024',
      'basis.th': 'เวลารอรับบริการตามรายงานปี 2567',
      confidence: 'MEDIUM',
      'source.title': 'Report on health services',
      'source.url': 'https://example.org/report',
      'source.publishedOn': '2024',
    },
    isOnFile: async ({ rule }) => rule === 'CHALLENGE_ON_FILE',
    withdrawn: WRITE_AGAIN,
  },
  memberships: {
    mutation: 'joinProgramme',
    about: 'makes cities members of programmes; for officers of each city',
    named: ['cityId', 'programmeId'],
    distinct: [['cityId', 'programmeId']],
    inOrder: false,
    example: { cityId: 'th-yala', programmeId: 'city-possible', kind: 'MEMBER', joinedOn: '2024-03-01', 'note.th': '' },
    isOnFile: async ({ rule }) => rule === 'ALREADY_MEMBER',
    withdrawn: WRITE_AGAIN,
    selection: 'memberships(includeClaims: true) { programme { id } standing { state } }',
    tell: ({ memberships }, { programmeId }) =>
      (memberships as Membership[]).some(
        ({ programme, standing }) => programme?.id === programmeId && standing.state === 'CLAIMED',
      )
        ? { en: 'It counts once the programme’s owner confirms it.', th: 'จะนับเมื่อเจ้าของโครงการยืนยัน' }
        : undefined,
  },
  participations: {
    mutation: 'registerForEvent',
    about: 'registers cities and partners for events, in the order of the file; for officers of each',
    named: ['eventId', 'cityId', 'partnerId'],
    distinct: [['eventId', 'cityId', 'partnerId']],
    inOrder: true,
    example: { eventId: 'event-of-next-year', cityId: 'th-yala', partnerId: '' },
    isOnFile: async ({ rule }) => rule === 'REGISTERED_ALREADY',
    withdrawn: WRITE_AGAIN,
    selection: 'status',
    tell: ({ status }) =>
      status === 'WAITING'
        ? { en: 'No seat is free: it is on the waiting list.', th: 'ที่นั่งเต็มแล้ว จึงอยู่ในรายชื่อสำรอง' }
        : undefined,
  },
};

interface Membership {
  readonly programme: { readonly id: string } | null;
  readonly standing: { readonly state: string };
}

/** Tells whether a record has the same values as an input, in the fields that both have. */
function hasValues(record: Input, input: Input): boolean {
  return Object.entries(record).every(([name, value]) => {
    const given = input[name];
    if (Array.isArray(value) && Array.isArray(given) && value.length !== given.length) return false;
    if (given === undefined || value === null) return given === undefined;
    return typeof value === 'object' ? hasValues(value as Input, given as Input) : value === given;
  });
}
