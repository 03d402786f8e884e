import { z } from 'zod';

/** An http or https address in configuration. */
export const httpAddress = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address', abort: true })
  .refine(
    (text) => new URL(text).username === '' && new URL(text).password === '',
    'must be without user and password, which would not be sent',
  );
