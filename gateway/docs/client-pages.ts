import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { GatewayConfig } from '../config.js';

type Language = 'th' | 'en';
type Text = Readonly<Record<Language, string>>;

/** A page for those who connect one kind of client. */
export interface ClientPage {
  /** At `/docs/<address>`. */
  readonly address: string;
  readonly title: Text;
  /** What it says before the snippets. */
  readonly paragraphs: readonly Text[];
  /** Names of files of `snippets/`. */
  readonly snippets: readonly string[];
  /** The setting without which the page is not there. */
  readonly needs?: keyof Pick<GatewayConfig, 'openapi' | 'exports' | 'mcp'>;
}

/** In the order of the index. */
export const CLIENT_PAGES: readonly ClientPage[] = [
  {
    address: 'apollo-client',
    title: { en: 'Apollo Client', th: 'Apollo Client' },
    paragraphs: [
      {
        en: 'Ask for `id` of each record, so that the cache knows it again. The language of messages is that of `accept-language`; a token goes into the header `authorization`.',
        th: 'ขอ `id` ของทุกระเบียน เพื่อให้แคชรู้ว่าเป็นระเบียนเดียวกัน ภาษาของข้อความเป็นไปตาม `accept-language` ส่วนโทเคนส่งในส่วนหัว `authorization`',
      },
      {
        en: 'With `codegen.ts`, graphql-codegen writes typed documents: each operation has the types of its variables and of its result. Days and moments are texts; `Instant` also takes milliseconds.',
        th: 'เมื่อใช้ `codegen.ts` graphql-codegen จะสร้างเอกสารที่มีชนิดข้อมูลให้ คำสั่งแต่ละรายการจึงมีชนิดของตัวแปรและผลลัพธ์ วันที่และเวลาเป็นข้อความ ส่วน `Instant` รับมิลลิวินาทีได้ด้วย',
      },
    ],
    snippets: ['apollo-client.js', 'codegen.ts'],
  },
  {
    address: 'urql',
    title: { en: 'urql', th: 'urql' },
    paragraphs: [
      {
        en: 'The core of urql works without a framework; the packages for React, Vue and Svelte take the same client. `codegen.ts` of the page for Apollo Client gives it typed documents too.',
        th: 'แกนของ urql ใช้ได้โดยไม่ต้องมีเฟรมเวิร์ก แพ็กเกจสำหรับ React, Vue และ Svelte ใช้ client เดียวกัน และ `codegen.ts` ในหน้า Apollo Client สร้างเอกสารที่มีชนิดข้อมูลให้ urql ได้เช่นกัน',
      },
    ],
    snippets: ['urql.js'],
  },
  {
    address: 'grafana',
    title: { en: 'Grafana', th: 'Grafana' },
    paragraphs: [
      {
        en: 'Install the data source Infinity, and give a panel one of these queries. The first one reads a named operation as an address; the second one sends GraphQL, with the variables of the dashboard pasted in its text. Time spans are milliseconds, as Grafana writes them. Parameters that the operation does not have are ignored, an empty one counts as absent, and of a variable with several values write `${name:csv}`.',
        th: 'ติดตั้งแหล่งข้อมูล Infinity แล้วใช้คำสั่งใดคำสั่งหนึ่งต่อไปนี้กับพาเนล คำสั่งแรกอ่านคำสั่งค้นที่มีชื่อจากที่อยู่ คำสั่งที่สองส่ง GraphQL โดยแทนค่าตัวแปรของแดชบอร์ดลงในข้อความ ช่วงเวลาเป็นมิลลิวินาทีตามที่ Grafana เขียน พารามิเตอร์ที่คำสั่งไม่มีจะไม่ถูกใช้ ค่าว่างถือว่าไม่ได้ส่ง และตัวแปรที่มีหลายค่าให้เขียน `${name:csv}`',
      },
      {
        en: 'Rows are flat, a time and a value each. An empty result is an empty list; when a part of the network does not respond, the status is not 200 and the panel shows the reason.',
        th: 'แต่ละแถวมีเวลาและค่า ผลลัพธ์ที่ว่างเป็นรายการว่าง เมื่อส่วนหนึ่งของเครือข่ายไม่ตอบ สถานะจะไม่ใช่ 200 และพาเนลจะแสดงเหตุผล',
      },
    ],
    snippets: ['grafana.json'],
    needs: 'openapi',
  },
  {
    address: 'spreadsheet',
    title: { en: 'Spreadsheet', th: 'ตารางคำนวณ' },
    paragraphs: [
      {
        en: 'Open this address in LibreOffice Calc (File, Open) or download it for Excel. Choose UTF-8, the comma as separator, and “Format quoted field as text”, so that dates and leading zeros stay. `lang` is the language of the headers; other named operations and their variables are at /openapi.json.',
        th: 'เปิดที่อยู่นี้ใน LibreOffice Calc (แฟ้ม, เปิด) หรือดาวน์โหลดไปเปิดใน Excel เลือก UTF-8 ใช้จุลภาคเป็นตัวคั่น และเลือกให้ช่องที่มีเครื่องหมายคำพูดเป็นข้อความ เพื่อให้วันที่และเลขศูนย์นำหน้าคงเดิม `lang` คือภาษาของหัวตาราง คำสั่งค้นอื่นและตัวแปรดูได้ที่ /openapi.json',
      },
    ],
    snippets: ['spreadsheet.txt'],
    needs: 'exports',
  },
  {
    address: 'assistant',
    title: { en: 'Assistant (MCP)', th: 'ผู้ช่วย AI (MCP)' },
    paragraphs: [
      {
        en: 'An assistant that speaks the Model Context Protocol finds each named operation as a tool with the schema of its variables. Tools only read, unless the connection has a token and an operation writes.',
        th: 'ผู้ช่วยที่ใช้ Model Context Protocol จะเห็นคำสั่งค้นที่มีชื่อแต่ละรายการเป็นเครื่องมือ พร้อมรูปแบบของตัวแปร เครื่องมืออ่านข้อมูลเท่านั้น เว้นแต่การเชื่อมต่อมีโทเคนและคำสั่งนั้นเขียนข้อมูล',
      },
    ],
    snippets: ['assistant.json'],
    needs: 'mcp',
  },
];

const FOLDER = resolve('gateway', 'docs', 'snippets');
/** Of the gateway, in the snippets. */
const EXAMPLE_ADDRESS = 'http://127.0.0.1:4000';

/**
 * Reads a snippet.
 *
 * @param address of this gateway, such as `https://citylink.example`
 */
export async function readSnippet(name: string, address: string): Promise<string> {
  return (await readFile(join(FOLDER, name), 'utf8')).replaceAll(EXAMPLE_ADDRESS, () => address).trimEnd();
}
