/* eslint-disable @typescript-eslint/no-explicit-any -- results are what the tests are about */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { parse as parseCsv } from 'csv-parse/sync';
import { CLIENT_PAGES, readSnippet } from '../../gateway/docs/client-pages.js';
import { startGateway } from '../gateway/start-gateway.js';
import { startGraph, type RunningGraph } from '../graph.js';

const run = promisify(execFile);
const CALC = ['/usr/bin/soffice', '/usr/bin/libreoffice', '/usr/lib/libreoffice/program/soffice'].find(existsSync);

// Within the repository, where programs find the packages.
mkdirSync('artifacts', { recursive: true });
const folder = mkdtempSync(resolve('artifacts', 'snippets-'));
let graph: RunningGraph;
let url: string;

beforeAll(async () => {
  graph = await startGraph();
  ({ url } = graph.gateway);
}, 120_000);
afterAll(async () => {
  await graph?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a snippet into a file, and gives its path. */
async function fileOf(name: string): Promise<string> {
  const file = join(folder, name.replace(/\.js$/, '.mjs'));
  writeFileSync(file, await readSnippet(name, url));
  return file;
}

describe('the pages for clients', () => {
  const pages = ['/docs', ...CLIENT_PAGES.map(({ address }) => `/docs/${address}`)];

  test.each(pages)('%s is there in Thai and English, with a policy of what it may load', async (path) => {
    const send = (search: string, headers = {}) => fetch(`${url}${path}${search}`, { headers });
    const [thai, english] = [await send('?lang=th'), await send('', { 'accept-language': 'en' })];
    const texts = [await thai.text(), await english.text()];
    expect([thai.headers.get('content-language'), english.headers.get('content-language')]).toEqual(['th', 'en']);
    expect(thai.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(texts[0]).toContain('<html lang="th">');
    expect(texts[1]).toContain('<html lang="en">');
    const { title } = CLIENT_PAGES.find(({ address }) => path.endsWith(address)) ?? {
      title: { th: 'เชื่อมต่อกับ Citylink', en: 'Connect to Citylink' },
    };
    expect(texts[0]).toContain(`<h1>${title.th}</h1>`);
    expect(texts[1]).toContain(`<h1>${title.en}</h1>`);
  });

  test('show their snippets with the address of this gateway', async () => {
    for (const { address, snippets } of CLIENT_PAGES) {
      const page = await (await fetch(`${url}/docs/${address}?lang=en`)).text();
      for (const name of snippets) {
        const text = (await readSnippet(name, url)).replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);
        expect(page).toContain(text);
        expect(page).not.toContain('127.0.0.1:4000');
      }
    }
  });

  test('are there only for what is served', async () => {
    const closed = await startGateway({ ...graph.env, OPENAPI: 'off', EXPORTS: 'off', MCP: 'off' });
    const statuses = await Promise.all(pages.map(async (path) => (await fetch(`${closed.url}${path}`)).status));
    expect(statuses).toEqual([200, 200, 200, 404, 404, 404]);
    await closed.close();
  });
});

describe('the snippets', () => {
  test.each(['apollo-client.js', 'urql.js'])('%s prints the name of a city', async (name) => {
    const { stdout } = await run(process.execPath, [await fileOf(name)]);
    expect(stdout.trim()).toBe('ยะลา');
  });

  test('codegen.ts makes typed documents, with the scalars of the schema', async () => {
    mkdirSync(join(folder, 'src'));
    writeFileSync(
      join(folder, 'src', 'status.graphql'),
      'query Status($id: ID!, $on: LocalDate!) { city(id: $id) { statusOn(date: $on) { status } } }',
    );
    await run(
      process.execPath,
      [resolve('node_modules/@graphql-codegen/cli/cjs/bin.js'), '--config', await fileOf('codegen.ts')],
      { cwd: folder },
    );
    const types = readFileSync(join(folder, 'src', 'gql', 'graphql.ts'), 'utf8');
    expect(types).toContain('StatusDocument');
    expect(types).toMatch(/on: string/);
    expect(types).not.toMatch(/\bany\b/);
  }, 60_000);

  /** What the data source does: variables are pasted, rows are read by the root selector and the columns. */
  async function readPanel(panel: any, variables: Record<string, string>) {
    const paste = (text: string) => text.replaceAll(/\$\{(\w+)\}/g, (_all, name: string) => variables[name] ?? '');
    const { method, body_graphql_query: query } = panel.url_options;
    const response = await fetch(paste(panel.url), {
      method,
      ...(query && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: paste(query), variables: { ignored: true } }),
      }),
    });
    const body = await response.json();
    const rows = String(panel.root_selector)
      .split('.')
      .reduce<any>((value, name) => value[name], body);
    return {
      status: response.status,
      rows: rows?.map((row: any) => panel.columns.map(({ selector }: any) => row[selector])),
    };
  }
  const span = { __from: String(Date.UTC(2018, 11, 31, 17)), __to: String(Date.UTC(2021, 11, 31, 17)), city: '' };

  test('grafana.json gives flat rows of time and value, by an address and by GraphQL', async () => {
    const [byAddress, byGraphql] = JSON.parse(await readSnippet('grafana.json', url));
    const years = await readPanel(byAddress, span);
    expect(years.rows.map(([time]: any) => time)).toEqual([
      '2018-12-31T17:00:00.000Z',
      '2019-12-31T17:00:00.000Z',
      '2020-12-31T17:00:00.000Z',
    ]);
    expect(years.rows.every(([, value]: any) => Number.isInteger(value))).toBe(true);
    const quarters = await readPanel(byGraphql, span);
    expect(quarters.rows).toHaveLength(12);
    const sum = (rows: any[]) => rows.reduce((all, [, value]) => all + value, 0);
    expect(sum(quarters.rows)).toBe(sum(years.rows));
    expect(sum(years.rows)).toBeGreaterThan(0);
  });

  test('an empty result is an empty list for a dropdown, and zero for each span of a chart', async () => {
    const read = async (path: string) => (await graph.gateway.send(path)).body.data;
    expect((await read('/api/cities-on-map?cohort=THAI_2020&region=BANGKOK&orgId=1')).cities.nodes).toEqual([]);
    expect((await read('/api/events-in-calendar?kind=LAUNCH&city=th-satun')).events.nodes).toEqual([]);
    const [byAddress] = JSON.parse(await readSnippet('grafana.json', url));
    const longAgo = { __from: String(Date.UTC(1989, 11, 31, 17)), __to: String(Date.UTC(1992, 11, 31, 17)) };
    const { status, rows } = await readPanel(byAddress, longAgo);
    expect([status, rows.map(([, value]: any) => value)]).toEqual([200, [0, 0, 0]]);
  });

  test('spreadsheet.txt is a table with Thai headers', async () => {
    const body = await (await fetch(await readSnippet('spreadsheet.txt', url))).text();
    const [header, ...rows] = parseCsv(body, { bom: true }) as string[][];
    expect(header![1]).toBe('ชื่อไทย');
    const { cities } = await graph.read('{ cities(first: 1) { totalCount } }');
    expect(rows).toHaveLength(cities.totalCount);
  });

  (CALC === undefined ? test.skip : test)(
    'spreadsheet.txt opens in LibreOffice Calc (skipped where it is not installed)',
    async () => {
      const address = await readSnippet('spreadsheet.txt', url);
      const input = 'CSV:44,34,76,1,,1054,true,true';
      await run(
        CALC!,
        [
          `-env:UserInstallation=file://${folder}/calc`,
          '--headless',
          `--infilter=${input}`,
          '--convert-to',
          'csv:Text - txt - csv (StarCalc):44,34,76',
          '--outdir',
          folder,
          address,
        ],
        { timeout: 120_000 },
      );
      const [header, ...rows] = parseCsv(readFileSync(join(folder, 'export.csv'), 'utf8'), { bom: true }) as string[][];
      expect(header![1]).toBe('ชื่อไทย');
      expect(rows.find(([id]) => id === 'th-yala')![1]).toBe('ยะลา');
    },
    150_000,
  );

  test('assistant.json connects an assistant', async () => {
    const { mcpServers } = JSON.parse(await readSnippet('assistant.json', url));
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(mcpServers.citylink.url)) as never);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('network-search');
    const found: any = await client.callTool({ name: 'network-search', arguments: { text: 'ยะลา' } });
    expect(found.content[0].text).toContain('th-yala');
    await client.close();
  });
});
