import { runBuilt } from './build/run-built.js';

await runBuilt('scripts/seed/migrate.js');
