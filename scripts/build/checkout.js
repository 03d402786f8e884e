import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that all paths are relative to. */
export const checkout = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
