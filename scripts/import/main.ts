import { readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { Argument, Command } from 'commander';
import { buildSchema } from 'graphql';
import { fromUser } from '../options/from-user.js';
import { gatewayUrl, LOCAL_GATEWAY } from '../options/gateway-url.js';
import { createClient, NetworkError } from './client.js';
import { columnsOf, writeTemplate } from './columns.js';
import { importRows, type Verdict } from './import-rows.js';
import { KINDS } from './kinds.js';
import { FileError, LARGEST_FILE, readTable } from './read-table.js';
import { describeSummary, describeVerdict, toJson } from './report.js';

interface Flags {
  dryRun: boolean;
  template: boolean;
  json: boolean;
  url: URL;
  token?: string;
}

const schema = buildSchema(readFileSync('schema/api.graphql', 'utf8'), { assumeValidSDL: true });

const program = new Command('npm run import --')
  .description(
    'Writes the rows of a CSV file through the gateway, with all its rules and the roles of a token, and says of each row what became of it. A row that was written is not written again, so that a file may be sent again after it was corrected.',
  )
  .addArgument(new Argument('<kind>', 'what the rows are').choices(Object.keys(KINDS)))
  .argument('[file]', 'a CSV file in UTF-8; comma, semicolon or tab')
  .option('--dry-run', 'checks every row and writes nothing', false)
  .option('--template', 'prints a file with all columns and an example row (with npm run --silent)', false)
  .option('--json', 'prints one JSON object with all verdicts (with npm run --silent)', false)
  .option('--url <url>', 'the gateway', gatewayUrl, LOCAL_GATEWAY)
  .option('--token <token>', 'who writes; better the variable CITYLINK_TOKEN, which others on this machine do not see')
  .addHelpText('after', columnsHelp)
  .parse();

// Whoever reads the verdicts, such as `head`, has closed: no row is written whose verdict nobody sees.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(1);
});

const [name, file] = program.args as [string, string | undefined];
await run(program.opts<Flags>()).catch((error: Error) => {
  const isTold = error instanceof NetworkError;
  if (error instanceof FileError) console.error(`${error.sentence.en}\n${error.sentence.th}`);
  else console.error(isTold ? error.message : error.stack);
  process.exitCode = 1;
});

async function run({ dryRun, template, json, url, token }: Flags): Promise<void> {
  const kind = KINDS[name]!;
  const columns = columnsOf(schema, kind.mutation);
  if (template) return void process.stdout.write(writeTemplate(columns, kind.example));
  const rows = readTable(await bytesOf(file), columns);
  const client = createClient(url, token ?? process.env['CITYLINK_TOKEN'] ?? '', kind, columns.inputType);
  const verdicts = new Map<number, Verdict>();
  let told = 0;
  const onVerdict = (verdict: Verdict) => {
    verdicts.set(verdict.line, verdict);
    // In the order of the file, each as soon as those before it are known.
    for (let next; !json && told < rows.length && (next = verdicts.get(rows[told]!.line)); told += 1)
      process.stdout.write(`${describeVerdict(next, dryRun)}\n`);
  };
  let stopped: NetworkError | null = null;
  await importRows(kind, columns, rows, client, dryRun, onVerdict).catch((error: unknown) => {
    if (!(error instanceof NetworkError)) throw error;
    stopped = error;
  });
  const all = [...verdicts.values()].sort((a, b) => a.line - b.line);
  if (json) process.stdout.write(toJson({ kind: name, dryRun, verdicts: all, rows: rows.length, stopped }));
  else {
    const untold = new Set(rows.slice(told).map(({ line }) => line));
    for (const verdict of all)
      if (untold.has(verdict.line)) process.stdout.write(`${describeVerdict(verdict, dryRun)}\n`);
    process.stdout.write(`${describeSummary(all, dryRun)}\n`);
  }
  if (stopped !== null)
    console.error(
      `${(stopped as NetworkError).message} Of ${rows.length} rows ${all.length} have a verdict; the same command may be run again: what is written is not written twice.\nยังไม่ครบทุกแถว (${all.length} จาก ${rows.length}) สั่งคำสั่งเดิมซ้ำได้ แถวที่บันทึกแล้วจะไม่ถูกบันทึกซ้ำ`,
    );
  if (stopped !== null || all.some(({ outcome }) => outcome === 'refused')) process.exitCode = 1;
}

async function bytesOf(path: string | undefined): Promise<Uint8Array> {
  if (path === undefined)
    throw new FileError({
      en: 'Name a CSV file, or --template for an example.',
      th: 'โปรดระบุไฟล์ CSV หรือ --template เพื่อดูตัวอย่าง',
    });
  const from = fromUser(path);
  try {
    // A larger one is refused when its first bytes are read; no more of it is needed.
    if ((await stat(from)).size > LARGEST_FILE) return new Uint8Array(LARGEST_FILE + 1);
    return await readFile(from);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new FileError({ en: `${path} cannot be read (${code}).`, th: `อ่าน ${path} ไม่ได้ (${code})` });
  }
}

function columnsHelp(): string {
  const kinds = Object.entries(KINDS).map(([kind, { mutation, about }]) => {
    const { all, required } = columnsOf(schema, mutation);
    const lines = all.map((column) => {
      const isRequired = required.some((field) => column.name === field || column.name.startsWith(`${field}.`));
      return `  ${(column.name + (isRequired ? ' *' : '')).padEnd(22)} ${column.description}`;
    });
    return [`${kind}: ${about} (${mutation})`, ...lines].join('\n');
  });
  return `\nColumns, in any order; those with * are needed, of several with the same beginning one. Empty cells are left out.\n\n${kinds.join('\n\n')}`;
}
