import { runBuilt } from './build/run-built.js';

console.log = console.error; // What preparing says is for people; the checks alone go to standard output.
await runBuilt('scripts/release/main.js');
