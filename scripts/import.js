import { runBuilt } from './build/run-built.js';

console.log = console.error; // What preparing says is for people; verdicts alone go to standard output.
await runBuilt('scripts/import/main.js');
