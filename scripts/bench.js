import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkout } from './build/checkout.js';
import { endWithNpm } from './build/end-with-npm.js';
import { prepare } from './build/prepare.js';

endWithNpm();
await prepare({ withDev: true });
const program = process.argv[2] === 'scale' ? ['scale', 'main.js'] : ['main.js'];
await import(pathToFileURL(join(checkout, 'dist', 'scripts', 'bench', ...program)).href);
