import { z } from 'zod';

/** A variable of the environment: how its text is read, and a value that is right. */
export interface Variable<S extends z.ZodType = z.ZodType> {
  example: string;
  schema: S;
  /** Its value is not to be shown. */
  secret?: boolean;
}

type Values<T extends Record<string, Variable>> = { readonly [K in keyof T]: z.output<T[K]['schema']> };

/** Variables of the environment are not usable. */
export class VariablesError extends Error {
  override name = 'VariablesError';

  /** @param problems one line for each */
  constructor(readonly problems: readonly string[]) {
    super(['The configuration is not usable:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
  }
}

/**
 * Reads variables of the environment. An empty one counts as absent.
 *
 * @returns a frozen value
 * @throws VariablesError naming every variable that is not usable, with an example of each
 */
export function readVariables<T extends Record<string, Variable>>(env: NodeJS.ProcessEnv, variables: T): Values<T> {
  const given = Object.fromEntries(Object.keys(variables).flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  const result = z
    .object(Object.fromEntries(Object.entries(variables).map(([name, { schema }]) => [name, schema])))
    .safeParse(given);
  if (result.success) return Object.freeze(result.data) as Values<T>;
  const messages = new Map(result.error.issues.map(({ path, message }) => [String(path[0]), message]));
  throw new VariablesError(
    [...messages].map(([name, message]) => {
      const { example, secret } = variables[name]!;
      const actual =
        given[name] === undefined ? 'it is not set' : secret ? 'got another value' : `got "${given[name]}"`;
      return `${name} ${message}, but ${actual}. Example: ${name}=${example}`;
    }),
  );
}

/** What this process is part of. Another word may be a slip for production, which then would go unprotected. */
export const nodeEnv = {
  example: 'production',
  schema: z
    .enum(['production', 'development', 'test'], 'must be one of production, development, test')
    .default('development'),
} as const;

/** A whole number from `min` to `max`, as text. */
export function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string(message)
    .regex(/^\d+$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}
