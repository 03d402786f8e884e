import { runBuilt } from './build/run-built.js';

await runBuilt('scripts/start/main.js');
