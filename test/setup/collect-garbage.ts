import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** Collects all garbage at once. What lies on the stack is collected in a later turn. */
export const collectGarbage = runInNewContext('gc') as () => void;
