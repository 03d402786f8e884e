import { runBuilt } from './build/run-built.js';

console.log = console.error; // What preparing says is for people; the keys alone go to standard output.
await runBuilt('bundles/keys.js');
