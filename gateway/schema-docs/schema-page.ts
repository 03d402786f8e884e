import { setImmediate as yieldToRequests } from 'node:timers/promises';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
  print,
  type GraphQLArgument,
  type GraphQLEnumValue,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { readRemovalDate } from '../graphql-document/removal-date.js';
import type { Assets } from '../playground/assets.js';
import { html, type Html } from '../playground/html.js';
import { page } from '../playground/page.js';
import type { SubgraphEntry } from '../supergraph/registry/manifest.js';
import { createCountFetches } from './count-fetches.js';
import { readFieldOwners } from './field-owners.js';
import { splitLanguages } from './split-languages.js';

/** What the page at `/docs/schema` is about. */
export interface SchemaDocs {
  /** What clients see. */
  readonly api: GraphQLSchema;
  /** With its `join__` directives. */
  readonly supergraph: GraphQLSchema;
  /** What the registry says of the subgraphs; empty without one. */
  readonly subgraphs: readonly SubgraphEntry[];
  /** The registry's number of the supergraph; null without a registry. */
  readonly version: number | null;
  readonly hash: string;
  /** The version that brought a type or a field, by coordinate, where it is known. */
  readonly since?: ReadonlyMap<string, number>;
}

interface PageOptions {
  readonly assets: Assets;
  /** The links of the page's bar to other pages of the gateway; none when the page stands alone. */
  readonly hasGateway: boolean;
}

const GROUPS: readonly { id: string; th: string; en: string }[] = [
  { id: 'roots', th: 'จุดเริ่มต้น', en: 'Root fields' },
  { id: 'entities', th: 'เอนทิตี', en: 'Entities' },
  { id: 'shared', th: 'ชนิดที่ใช้ร่วมกัน', en: 'Shared types' },
  { id: 'objects', th: 'ออบเจกต์', en: 'Objects' },
  { id: 'interfaces', th: 'อินเทอร์เฟซและยูเนียน', en: 'Interfaces and unions' },
  { id: 'inputs', th: 'ข้อมูลนำเข้า', en: 'Inputs' },
  { id: 'enums', th: 'ค่าที่เลือกได้', en: 'Enums' },
  { id: 'scalars', th: 'ค่าพื้นฐาน', en: 'Scalars' },
];

/**
 * Writes the reference of a schema as one page: everything that clients see, and who gives it. Searching works without a server.
 * Other tasks of the process run between two types.
 */
export async function schemaPage(docs: SchemaDocs, { assets, hasGateway }: PageOptions): Promise<string> {
  const { api, supergraph, subgraphs, version, hash, since } = docs;
  const owners = readFieldOwners(supergraph);
  const countFetches = createCountFetches(supergraph, owners);
  const entries = new Map(subgraphs.map((entry) => [entry.name, entry]));
  const types = Object.values(api.getTypeMap())
    .filter((type) => !type.name.startsWith('__') && !(isScalarType(type) && isSpecifiedScalarType(type)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const roots = [api.getQueryType(), api.getMutationType(), api.getSubscriptionType()];
  const grouped = GROUPS.map((group) => ({ ...group, types: types.filter((type) => groupOf(type) === group.id) }));

  const names = new Set(types.map(({ name }) => name));
  const sections: Html[] = [];
  for (const type of grouped.flatMap((group) => group.types)) {
    await yieldToRequests();
    sections.push(writeType(type));
  }
  const text = page({
    title: 'Citylink · เอกสารสคีมา · Schema reference',
    description: 'ทุกชนิดและทุกฟิลด์ของกราฟ · Every type and field of the graph, and who gives it.',
    assets,
    script: 'schema.js',
    head: html`<link rel="stylesheet" href="${assets.own}schema.css" />`,
    body: html`<body class="reference">
      <a class="skip" href="#types">ข้ามไปที่ชนิดข้อมูล · <span lang="en">Skip to the types</span></a>
      <header class="bar">
        <a class="mark" href="${hasGateway ? '/' : '#'}"
          ><img src="${assets.own}citylink.svg" alt="" width="28" height="28" /> Citylink</a
        >
        <form class="search" role="search">
          <label for="search">ค้นหา · <span lang="en">Search</span></label>
          <input id="search" type="search" autocomplete="off" spellcheck="false" aria-describedby="found" />
        </form>
      </header>
      <main>
        <h1>เอกสารสคีมา · <span lang="en">Schema reference</span></h1>
        <p class="note">
          ${version !== null && html`เวอร์ชัน · <span lang="en">version</span> ${version} · `}<code
            >${hash.slice(0, 12)}</code
          >
          · ${types.length} ชนิด · <span lang="en">types</span>
        </p>
        <section id="results" aria-labelledby="results-title" hidden>
          <h2 id="results-title">ผลการค้นหา · <span lang="en">Found</span></h2>
          <ol></ol>
        </section>
        <p id="found" class="note" role="status"></p>
        <fieldset class="languages">
          <legend>ภาษาของคำอธิบาย · <span lang="en">Language of descriptions</span></legend>
          <label><input type="radio" name="language" value="" checked /> ทั้งสอง · <span lang="en">Both</span></label>
          <label><input type="radio" name="language" value="th" /> ไทย</label>
          <label lang="en"><input type="radio" name="language" value="en" /> English</label>
        </fieldset>
        ${legend(entries)}
        <nav aria-label="ชนิดข้อมูล · Types">
          ${grouped
            .filter((group) => group.types.length > 0)
            .map(
              (group) =>
                html`<details ${group.id === 'entities' && html`open`}>
                  <summary>${group.th} · <span lang="en">${group.en}</span> (${group.types.length})</summary>
                  <ul>
                    ${group.types.map(({ name }) => html`<li><a href="#${name}">${name}</a></li>`)}
                  </ul>
                </details>`,
            )}
        </nav>
        <div id="types" tabindex="-1">${sections}</div>
      </main>
    </body>`,
  });
  return text.replace(/\n\s+/g, '\n');

  function groupOf(type: GraphQLNamedType): string {
    if (roots.some((root) => root === type)) return 'roots';
    if (isInterfaceType(type) || isUnionType(type)) return 'interfaces';
    if (isInputObjectType(type)) return 'inputs';
    if (isEnumType(type)) return 'enums';
    if (isScalarType(type)) return 'scalars';
    if (owners.keysOf(type.name).length > 0) return 'entities';
    return owners.ofType(type.name).length > 1 ? 'shared' : 'objects';
  }

  function writeType(type: GraphQLNamedType): Html {
    const { name } = type;
    const keys = owners.keysOf(name);
    const known = owners.ofType(name);
    const group = groupOf(type);
    const hasParts = isObjectType(type) || isInterfaceType(type);
    return html`<section class="type" id="${name}" aria-labelledby="${name}--title">
      <h2 id="${name}--title"><code>${name}</code> <span class="kind" lang="en">${kindOf(type, group)}</span></h2>
      ${describe(type.description)}
      <dl>
        ${fact('ซับกราฟ', 'Subgraphs', known.map(writeOwner))}
        ${fact(
          'คีย์',
          'Keys',
          keys.map(
            ({ fields, subgraphs: of }) => html`<code>${fields}</code> <span lang="en">in ${of.join(', ')}</span>`,
          ),
        )}
        ${
          keys.length > 0 &&
          fact('การต่อเติม', 'Extending', [
            html`<span lang="en">any subgraph may add fields:</span>
              <code>type ${name} @key(fields: "${keys[0]!.fields}")</code>`,
          ])
        }
        ${group === 'shared' && fact('การใช้ร่วมกัน', 'Sharing', [html`<span lang="en">each of these subgraphs gives the same values; a change is made in all of them</span>`])}
        ${
          hasParts &&
          fact(
            'เป็น',
            'Implements',
            type.getInterfaces().map((each) => typeLink(each.name)),
          )
        }
        ${
          isUnionType(type) &&
          fact(
            'ได้แก่',
            'One of',
            type.getTypes().map((each) => typeLink(each.name)),
          )
        }
        ${
          isInterfaceType(type) &&
          fact(
            'ได้แก่',
            'Implemented by',
            api.getPossibleTypes(type).map((each) => typeLink(each.name)),
          )
        }
        ${writeSince(name)}
      </dl>
      ${writeParts(type)}
    </section>`;
  }

  function writeParts(type: GraphQLNamedType): Html | false {
    if (isEnumType(type)) return list(type.getValues().map((value) => writeValue(type.name, value)));
    if (isInputObjectType(type))
      return list(Object.values(type.getFields()).map((field) => writeInput(`${type.name}.${field.name}`, field)));
    if (isObjectType(type) || isInterfaceType(type))
      return list(Object.values(type.getFields()).map((field) => writeField(type.name, field)));
    return false;
  }

  function writeField(type: string, field: GraphQLField<unknown, unknown>): Html {
    const coordinate = `${type}.${field.name}`;
    const fieldOwners = owners.ofField(type, field.name);
    const fetches = countFetches(type, field.name);
    const requires = owners.requirementsOf(type, field.name);
    return html`<li id="${coordinate}" class="part">
      <h3>
        <a href="#${coordinate}"><code>${field.name}</code></a
        ><code>: ${writeReference(String(field.type))}</code>
      </h3>
      ${deprecation(field.deprecationReason)} ${describe(field.description)}
      ${
        field.args.length > 0 &&
        html`<ul class="arguments" aria-label="อาร์กิวเมนต์ของ ${coordinate} · Arguments">
          ${field.args.map((argument) => writeInput(undefined, argument))}
        </ul>`
      }
      <p class="facts">
        ${fieldOwners.map(writeOwner)}
        ${fetches !== undefined && html`<span lang="en">${fetches} ${fetches === 1 ? 'fetch' : 'fetches'}</span>`}
        ${requires !== undefined && html`<span lang="en">requires <code>${requires}</code></span>`}
        ${sinceText(coordinate)}
      </p>
    </li>`;
  }

  function writeInput(id: string | undefined, input: GraphQLArgument | GraphQLInputField): Html {
    const standard = input.astNode?.defaultValue;
    return html`<li ${id !== undefined && html`id="${id}" class="part"`}>
      <code
        >${input.name}: ${writeReference(String(input.type))}${standard !== undefined && ` = ${print(standard)}`}</code
      >
      ${deprecation(input.deprecationReason)} ${describe(input.description)} ${id !== undefined && sinceText(id)}
    </li>`;
  }

  function writeValue(type: string, { name, description, deprecationReason }: GraphQLEnumValue): Html {
    return html`<li id="${type}.${name}" class="part">
      <code>${name}</code> ${deprecation(deprecationReason)} ${describe(description)}
    </li>`;
  }

  /** A type as it is written, such as `[City!]!`, with a link to the type in it. */
  function writeReference(text: string): Html {
    const [, before = '', name = '', after = ''] = /^(\[*)(\w+)(.*)$/.exec(text)!;
    return html`${before}${typeLink(name)}${after}`;
  }

  function typeLink(name: string): Html {
    return names.has(name) ? html`<a href="#${name}">${name}</a>` : html`${name}`;
  }

  function writeOwner(name: string): Html {
    const owner = entries.get(name)?.owner;
    return html`<span class="owner"
      >${name}${typeof owner === 'string' && html` <span class="team">(${owner})</span>`}</span
    > `;
  }

  function writeSince(coordinate: string): Html | false {
    const number = since?.get(coordinate);
    return number !== undefined && fact('ตั้งแต่เวอร์ชัน', 'Since version', [html`${number}`]);
  }

  function sinceText(coordinate: string): Html | false {
    const number = since?.get(coordinate);
    return number !== undefined && html`<span lang="en">since version ${number}</span>`;
  }
}

function kindOf(type: GraphQLNamedType, group: string): string {
  if (isObjectType(type)) return group === 'entities' ? 'entity' : group === 'shared' ? 'shared type' : 'type';
  if (isInterfaceType(type)) return 'interface';
  if (isUnionType(type)) return 'union';
  if (isInputObjectType(type)) return 'input';
  return isEnumType(type) ? 'enum' : 'scalar';
}

function list(parts: Html[]): Html {
  return html`<ul class="parts">
    ${parts}
  </ul>`;
}

function fact(th: string, en: string, values: Html[]): Html | false {
  if (values.length === 0) return false;
  return html`<div>
    <dt>${th} · <span lang="en">${en}</span></dt>
    <dd>${values.map((value) => html`<span>${value}</span> `)}</dd>
  </div>`;
}

/** Each language says so on its element. Where one is missing, the other stays visible whichever is chosen. */
function describe(text: string | null | undefined): Html | false {
  const { en, th } = splitLanguages(text);
  if (en === null && th === null) return false;
  const isOnly = en === null || th === null;
  const paragraph = (language: string, value: string | null) =>
    value !== null && html`<p class="description${isOnly ? ' only' : ''}" lang="${language}">${value}</p>`;
  return html`${paragraph('th', th)}${paragraph('en', en)}`;
}

function deprecation(reason: string | null | undefined): Html | false {
  if (reason === null || reason === undefined) return false;
  const date = readRemovalDate(reason);
  return html`<p class="deprecated">
    <strong>เลิกใช้ · <span lang="en">Deprecated</span></strong>
    ${date !== undefined && html`<span lang="en">stays until</span> <time datetime="${date}">${date}</time>. `}<span
      lang="${splitLanguages(reason).en === null ? 'th' : 'en'}"
      >${reason}</span
    >
  </p>`;
}

function legend(entries: ReadonlyMap<string, SubgraphEntry>): Html {
  return html`<details class="legend">
    <summary>วิธีอ่านหน้านี้ · <span lang="en">How to read this page</span></summary>
    <div class="pair">
      <ul>
        <li><b>เอนทิตี</b> คือชนิดที่มีคีย์ ซับกราฟใดก็เพิ่มฟิลด์ให้ได้</li>
        <li><b>ชนิดที่ใช้ร่วมกัน</b> มีหลายซับกราฟให้ค่าเดียวกัน</li>
        <li><b>จำนวน fetch</b> คือจำนวนคำขอถึงซับกราฟที่ต้องทำต่อกันอย่างน้อย เพื่อถามฟิลด์นี้จากจุดเริ่มต้นที่ใกล้ที่สุด</li>
        <li><b>เลิกใช้</b> ฟิลด์ยังอยู่จนถึงวันที่บอกไว้ และตราบที่ยังมีผู้ถามใน 30 วันล่าสุด</li>
      </ul>
      <ul lang="en">
        <li><b>Entity</b>: a type with a key. Any subgraph may add fields to it.</li>
        <li><b>Shared type</b>: several subgraphs give the same values.</li>
        <li>
          <b>Fetches</b>: requests to subgraphs, one after the other, that a query of this field needs at least, by the
          shortest way from a root field.
        </li>
        <li>
          <b>Deprecated</b>: it stays until the day that is named, and while somebody has asked for it in the last 30
          days.
        </li>
      </ul>
    </div>
    ${
      entries.size > 0 &&
      html`<h2>ซับกราฟ · <span lang="en">Subgraphs</span></h2>
        <dl>
          ${[...entries.values()].map(
            ({ name, owner, contact, since }) =>
              html`<div>
                <dt>${name}</dt>
                <dd lang="en">
                  team ${owner ?? 'unknown'}${contact !== null && `, contact ${contact}`}, since version ${since}
                </dd>
              </div>`,
          )}
        </dl>`
    }
  </details>`;
}
