import { runBuilt } from './build/run-built.js';

console.log = console.error; // What preparing says is for people; the token alone goes to standard output.
await runBuilt('scripts/token/main.js');
