import { runBuilt } from './build/run-built.js';

await runBuilt('bundles/verify.js');
