import type { Row, SmallSupergraph } from './small-supergraph.js';

interface Parcel extends Row {
  id: string;
  grams: number | null;
  size: { width: number; depth: number } | null;
  stops: { place: string; km: number }[];
  sender: { id: string; rating?: number } | null;
}

const PARCELS: Parcel[] = [
  {
    id: 'p0',
    grams: 1500,
    size: { width: 2, depth: 3 },
    stops: [
      { place: 'Yala', km: 10 },
      { place: 'Trang', km: 200 },
    ],
    sender: { id: 'n1' },
    fragile: false,
  },
  { id: 'p1', grams: null, size: null, stops: [], sender: null, fragile: true },
  {
    id: 'p2',
    grams: 20,
    size: { width: 1, depth: 1 },
    stops: [{ place: 'Nan', km: 700 }],
    sender: { id: 'n3' },
    fragile: true,
  },
];

const weightIn = ({ grams }: Parcel, unit: string) =>
  grams === null ? null : unit === 'KILOGRAM' ? grams / 1000 : grams;

const ratingOf = (id: unknown) => Number(String(id).slice(1)) * 2;

/** What `@requires` brings along: plain fields, fields of objects, lists, a field with an argument, one that requires in its turn, and one of another entity that a third subgraph has. */
export const requires: SmallSupergraph = {
  name: '@requires',
  subgraphs: {
    parcels: `
      type Query { parcels: [Parcel!]! parcel(id: ID!): Parcel }
      enum Unit { GRAM KILOGRAM }
      type Parcel @key(fields: "id") { id: ID! grams: Int weight(unit: Unit = GRAM): Float size: Size stops: [Stop!]! sender: Sender fragile: Boolean! }
      type Sender @key(fields: "id") { id: ID! }
      type Size { width: Int! depth: Int! }
      type Stop { place: String! km: Int! }
    `,
    postage: `
      enum Unit { GRAM KILOGRAM }
      type Parcel @key(fields: "id") {
        id: ID!
        grams: Int @external
        weight(unit: Unit = GRAM): Float @external
        size: Size @external
        stops: [Stop!]! @external
        heavy: Boolean @requires(fields: "grams")
        area: Int @requires(fields: "size { width depth }")
        distance: Int! @requires(fields: "stops { km }")
        kilos: String @requires(fields: "weight(unit: KILOGRAM)")
        weighed: String @requires(fields: "weight(unit: GRAM)")
        sender: Sender @external
        discount(times: Int = 1): Int @requires(fields: "sender { rating } grams")
      }
      type Sender @key(fields: "id") { id: ID! rating: Int! @external }
      type Size @external { width: Int! depth: Int! }
      type Stop @external { km: Int! }
    `,
    insurance: `
      type Parcel @key(fields: "id") {
        id: ID!
        fragile: Boolean! @external
        area: Int @external
        distance: Int! @external
        premium(factor: Int = 1): Int @requires(fields: "fragile area distance")
      }
      type Sender @key(fields: "id") { id: ID! rating: Int! }
    `,
  },
  resolvers: {
    Query: {
      parcels: () => PARCELS,
      parcel: (_: unknown, { id }: { id: string }) => PARCELS.find((parcel) => parcel.id === id) ?? null,
    },
    Parcel: {
      weight: (parcel: Parcel, { unit }: { unit: string }) => weightIn(parcel, unit),
      heavy: ({ grams }: Parcel) => (grams === null ? null : grams > 1000),
      area: ({ size }: Parcel) => (size ? size.width * size.depth : null),
      distance: ({ stops }: Parcel) => stops.reduce((sum, { km }) => sum + km, 0),
      // The representation holds the value that was required; the row of the merged schema has none.
      kilos: (parcel: Parcel & { weight?: number | null }) =>
        `${parcel.weight === undefined ? weightIn(parcel, 'KILOGRAM') : parcel.weight} kg`,
      weighed: (parcel: Parcel & { weight?: number | null }) =>
        `${parcel.weight === undefined ? weightIn(parcel, 'GRAM') : parcel.weight} g`,
      discount: ({ sender, grams }: Parcel, { times }: { times: number }) =>
        sender && (sender.rating ?? ratingOf(sender.id)) * times + (grams ?? 0),
      premium: (parcel: Parcel & { area?: number | null; distance?: number }, { factor }: { factor: number }) => {
        const area =
          parcel.area === undefined ? (parcel.size ? parcel.size.width * parcel.size.depth : null) : parcel.area;
        const distance = parcel.distance ?? parcel.stops.reduce((sum, { km }) => sum + km, 0);
        return parcel['fragile'] === true ? null : ((area ?? 0) + distance) * factor;
      },
    },
    Sender: { rating: ({ id }: { id: string }) => ratingOf(id) },
  },
  entities: { Parcel: ({ id }) => PARCELS.find((parcel) => parcel.id === id) ?? null, Sender: ({ id }) => ({ id }) },
  stockIsWrong:
    'a field with arguments that is required is read under its own name, where the client’s selection of it with other arguments is put too',
  samples: { 'Query.parcel.id': ['p0', 'p1', 'p2', 'nowhere'] },
  operations: [
    {
      name: 'fields, fields of objects, lists, and null for each',
      query: '{ parcels { heavy area distance } }',
      data: {
        parcels: [
          { heavy: true, area: 6, distance: 210 },
          { heavy: null, area: null, distance: 0 },
          { heavy: false, area: 1, distance: 700 },
        ],
      },
    },
    {
      name: 'a field with an argument',
      query: '{ parcels { kilos } }',
      data: { parcels: [{ kilos: '1.5 kg' }, { kilos: 'null kg' }, { kilos: '0.02 kg' }] },
    },
    {
      name: 'a field with an argument that the client asks for with another',
      query: '{ parcels { kilos weight } }',
      data: {
        parcels: [
          { kilos: '1.5 kg', weight: 1500 },
          { kilos: 'null kg', weight: null },
          { kilos: '0.02 kg', weight: 20 },
        ],
      },
      stockAnswers: {
        data: {
          parcels: [
            { kilos: '1.5 kg', weight: 1.5 },
            { kilos: 'null kg', weight: null },
            { kilos: '0.02 kg', weight: 0.02 },
          ],
        },
      },
    },
    {
      name: 'a field with an argument, at two objects with different ones',
      query: '{ parcel(id: "p0") { kilos } parcels { weighed } }',
      data: {
        parcel: { kilos: '1.5 kg' },
        parcels: [{ weighed: '1500 g' }, { weighed: 'null g' }, { weighed: '20 g' }],
      },
    },
    {
      name: 'what is itself required to be known',
      query: '{ parcels { premium(factor: 2) } }',
      data: { parcels: [{ premium: 432 }, { premium: null }, { premium: null }] },
    },
    {
      name: 'a field of another entity, which a third subgraph has',
      query: '{ parcels { discount(times: 10) } }',
      data: { parcels: [{ discount: 1520 }, { discount: null }, { discount: 80 }] },
      asked: ['insurance', 'parcels', 'postage'],
    },
    {
      name: 'fields that the client asks for too, under other names',
      query: '{ parcels { size { depth } s: size { w: width } area stops { place } } }',
      data: {
        parcels: PARCELS.map(({ size, stops }) => ({
          size: size && { depth: size.depth },
          s: size && { w: size.width },
          area: size && size.width * size.depth,
          stops: stops.map(({ place }) => ({ place })),
        })),
      },
    },
  ],
};
