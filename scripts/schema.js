import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkout } from './build/checkout.js';
import { prepareCommand } from './build/prepare.js';

const SOURCES = {
  main: 'scripts/schema/main.ts',
  // `check` plans operations, in a process as the gateway does.
  'hive-process': 'gateway/executor/planning/hive/hive-process.js',
};
const OUT = join('dist', 'commands', 'schema');

const { log } = console;
console.log = console.error; // What preparing says is for people; only data goes to standard output.
await prepareCommand(SOURCES, OUT);
console.log = log;
await import(pathToFileURL(join(checkout, OUT, 'main.js')).href);
