import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkout } from './build/checkout.js';
import { prepareCommand } from './build/prepare.js';

const SOURCES = {
  main: 'scripts/schema/main.ts',
  // `check` plans operations as the gateway does, and `dev` is one: in a process and a thread, found beside the program.
  'hive-process': 'gateway/executor/planning/hive/hive-process.js',
  'apollo-worker': 'gateway/executor/planning/apollo/apollo-worker.ts',
};
const OUT = join('dist', 'commands', 'schema');

const { log } = console;
console.log = console.error; // What preparing says is for people; only data goes to standard output.
await prepareCommand(SOURCES, OUT);
console.log = log;
await import(pathToFileURL(join(checkout, OUT, 'main.js')).href);
