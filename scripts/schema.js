import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkout } from './build/checkout.js';
import { prepareCommand } from './build/prepare.js';

const OUT = join('dist', 'commands', 'schema');

const { log } = console;
console.log = console.error; // What preparing says is for people; only data goes to standard output.
await prepareCommand('scripts/schema/main.ts', OUT);
console.log = log;
await import(pathToFileURL(join(checkout, OUT, 'main.js')).href);
