import { runBuilt } from './build/run-built.js';

await runBuilt('scripts/deploy/main.js');
