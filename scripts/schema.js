import { runBuilt } from './build/run-built.js';

await runBuilt('scripts/schema/main.js');
