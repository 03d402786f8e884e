import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { freePort } from '../../scripts/database/free-port.js';

/** What README's "Add a subgraph" tells a partner to run, in its order. */
const section = /## Add a subgraph\n([\s\S]*?)\n## /.exec(readFileSync('README.md', 'utf8'))![1]!;
const commands = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, text]) => text!.trim().split('\n'));
const find = (part: RegExp) => commands.find((command) => part.test(command))!;

const root = mkdtempSync(join(tmpdir(), 'citylink-readme-'));
const registry = join(root, 'registry');
const running: ChildProcess[] = [];
const hasPython = spawnSync('python3', ['-c', 'import venv, ensurepip']).status === 0;

afterAll(async () => {
  for (const child of running) {
    // The whole group: a shell does not pass the signal on.
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  rmSync(root, { recursive: true });
}, 60_000);

(hasPython ? test : test.skip)(
  'the commands of README’s "Add a subgraph" lead a partner with Python to a joined answer, and to a published version',
  async () => {
    cpSync('schema', registry, { recursive: true });
    const port = String(await freePort(0));

    expect(await end(start(find(/ scaffold /), port))).toMatchObject({ code: 0 });
    const subgraph = start(find(/python -m app/), port, { PORT: port });
    await said(subgraph, /transit listens on/);

    const dev = start(`${find(/ dev /)} --port 0`, port);
    await said(dev, /Gateway +\S+/);
    const [, gateway] = /Gateway +(\S+)/.exec(dev.output())!;
    const [, query] = /`(\{ city\(id: "th-yala"\) \{ name \{ en \} transitItems .*?\})`/.exec(section)!;
    const response = await fetch(gateway!, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    expect(await response.json()).toMatchObject({
      data: { city: { transitItems: [{ id: 'transit-yala-1' }, { id: 'transit-yala-2' }] } },
    });

    const probed = await end(start(find(/ probe /), port));
    expect(probed).toMatchObject({ code: 0, output: expect.stringMatching(/Passed: 0 errors/) });

    const checked = await end(start(find(/ check /), port));
    expect(checked).toMatchObject({ code: 0, output: expect.stringMatching(/Passed: 0 errors, 0 warnings/) });
    const published = await end(start(find(/ publish /), port));
    expect(published).toMatchObject({ code: 0, output: expect.stringMatching(/Published version 1\./) });
    const manifest = JSON.parse(readFileSync(join(registry, 'registry.json'), 'utf8')) as { subgraphs: object[] };
    expect(manifest.subgraphs).toContainEqual(
      expect.objectContaining({ name: 'transit', owner: 'your-team', url: `http://127.0.0.1:${port}/graphql` }),
    );
  },
  300_000,
);

interface Started {
  child: ChildProcess;
  output: () => string;
}

/** Runs a command as a partner would, in a folder of its own, with another port and another registry than README's. */
function start(command: string, port: string, env: Record<string, string> = {}): Started {
  const line = command.replaceAll('4010', port).replace(/^npm run/, `npm --prefix ${resolve('.')} run`);
  const { PORT: _, ...inherited } = process.env;
  const child = spawn('sh', ['-c', line], {
    cwd: root,
    env: { ...inherited, CITYLINK_FOLDER: join(root, 'state'), REGISTRY: registry, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  return { child, output: () => output };
}

async function end({ child, output }: Started): Promise<{ code: number | null; output: string }> {
  if (child.exitCode === null) await once(child, 'close');
  return { code: child.exitCode, output: output() };
}

async function said({ child, output }: Started, text: RegExp): Promise<void> {
  while (!text.test(output())) {
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${output()}`);
    await new Promise((tick) => setTimeout(tick, 50));
  }
}
