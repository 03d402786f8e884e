import { z } from 'zod';

const SECRET = 'must have at least 16 characters';
const example = '32 random characters';

/** The secrets that keys are derived from: the one that signs, and another that is accepted too while it changes. */
export const secretVariables = {
  SUBGRAPH_SECRET: { example, secret: true, schema: z.string(SECRET).min(16, SECRET) },
  SUBGRAPH_SECRET_SECOND: { example, secret: true, schema: z.string(SECRET).min(16, SECRET).optional() },
} as const;
