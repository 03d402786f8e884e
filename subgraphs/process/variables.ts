import { z } from 'zod';
import { toAddresses } from './subgraph-variables.js';

/** A variable of the environment: the schema of its text, and an example of a valid value. */
export interface Variable<S extends z.ZodType = z.ZodType> {
  example: string;
  schema: S;
  /** Error messages must not contain its value. */
  secret?: boolean;
}

type Values<T extends Record<string, Variable>> = { readonly [K in keyof T]: z.output<T[K]['schema']> };

/** One or more variables of the environment have no valid value. */
export class VariablesError extends Error {
  override name = 'VariablesError';

  /** @param problems one line for each variable */
  constructor(readonly problems: readonly string[]) {
    super(['The configuration is not usable:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
  }
}

/**
 * Reads variables of the environment. An empty variable counts as absent.
 *
 * @returns a frozen value
 * @throws VariablesError naming every variable without a valid value, with an example of each
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

/** NODE_ENV. Other values are refused: a misspelt `production` would start an unprotected server. */
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

const NO_HTTP_ADDRESS = 'must be an http or https address';
/** Of traces: without an address, none are told. Their names are OpenTelemetry's. */
export function tracingVariables() {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: { example: 'http://127.0.0.1:4318', schema: httpAddress.optional() },
    OTEL_TRACES_SAMPLER_ARG: {
      example: '0.01',
      schema: z
        .string()
        .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'must be a number from 0 to 1')
        .transform(Number)
        .default(1),
    },
  } as const;
}

/** An http or https address. */
export const httpAddress = addressOf(/^https?$/, NO_HTTP_ADDRESS);

/** One http or https address, or several with commas between them; the text as it is. */
export const httpAddresses = z.string(NO_HTTP_ADDRESS).superRefine((text, context) => {
  const results = toAddresses(text).map((each) => httpAddress.safeParse(each));
  const problem = results.find(({ success }) => !success)?.error?.issues[0]?.message;
  const message = results.length === 0 ? NO_HTTP_ADDRESS : problem;
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

/** An address of an event stream or a WebSocket. */
export const streamAddress = addressOf(/^(https?|wss?)$/, 'must be an http, https, ws or wss address');

/** An address of Redis, which may have a user and a password. */
export const redisAddress = z.url({ protocol: /^rediss?$/, error: 'must be an address of Redis' });

function addressOf(protocol: RegExp, error: string) {
  return z
    .url({ protocol, error, abort: true })
    .refine(
      (text) => new URL(text).username === '' && new URL(text).password === '',
      'must be without user and password, which would not be sent',
    );
}
