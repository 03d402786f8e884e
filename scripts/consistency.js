import { endWithNpm } from './build/end-with-npm.js';
import { runBuilt } from './build/run-built.js';

endWithNpm();
await runBuilt('scripts/consistency/main.js');
