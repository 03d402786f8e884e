import { SDL } from './schema.js';

/** Prints the SDL: `npm run --silent sdl`. */
process.stdout.write(SDL);
