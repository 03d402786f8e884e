import { runBuilt } from './build/run-built.js';

await runBuilt('bundles/seed.js');
