import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkout } from './build/checkout.js';
import { endWithNpm } from './build/end-with-npm.js';
import { prepare } from './build/prepare.js';

endWithNpm();
await prepare({ withDev: true });
await import(pathToFileURL(join(checkout, 'dist', 'scripts', 'bench', 'main.js')).href);
