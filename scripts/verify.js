import { runBuilt } from './build/run-built.js';

await runBuilt('scripts/verify/main.js');
