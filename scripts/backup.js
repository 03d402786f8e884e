import { runBuilt } from './build/run-built.js';

console.log = console.error; // What preparing says is for people; what was backed up alone goes to standard output.
await runBuilt('bundles/backup.js');
