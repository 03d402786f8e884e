import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { pidOfPort } from '../../scripts/bench/pid-of-port.js';
import { usageOf } from '../../scripts/bench/usage.js';

const onLinux = process.platform === 'linux' ? test : test.skip;
const ofNobody = () => Promise.reject(new Error('It was asked itself.'));

const BUSY =
  'const end = Date.now() + 60000; let told = false; while (Date.now() < end) if (!told && process.cpuUsage().user > 200000) { console.log("worked"); told = true; }';
const SPAWN = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(BUSY)}], { stdio: ["ignore", 1, 2] })`;

/** Of one process alone. */
function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
}

onLinux.each([
  ['its main thread', SPAWN],
  ['another of its threads', `new (require("worker_threads").Worker)(${JSON.stringify(SPAWN)}, { eval: true })`],
])('the use of a process holds that of a process which %s started', async (_who, code) => {
  const parent = spawn(process.execPath, ['-e', `${code}; process.stdin.resume()`], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  try {
    await once(parent.stdout, 'data');
    const { cpuMs, peakBytes } = await usageOf([{ pid: parent.pid!, ownUsage: ofNobody }]);
    expect(cpuMs).toBeGreaterThanOrEqual(190);
    expect(peakBytes).toBeGreaterThan(45 * 2 ** 20); // Two processes of Node.js, of which the second shares the program.
    expect(peakBytes).toBeLessThan(2 * residentBytes(parent.pid!));
  } finally {
    process.kill(-parent.pid!, 'SIGKILL');
  }
});

onLinux('the process that listens on a port is found', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await pidOfPort(port)).toBe(process.pid);
  await new Promise((resolve) => server.close(resolve));
  expect(await pidOfPort(port)).toBeUndefined();
});
