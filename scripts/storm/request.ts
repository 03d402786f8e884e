/** Stands for an idempotency key in a body; another one takes its place each time it is sent. */
export const KEY = '{key}';

/** Something to send to a gateway over and over. */
export interface StormRequest {
  /** Under which its answers are counted. */
  kind: string;
  /** JSON. */
  body: string;
  headers: Readonly<Record<string, string>>;
  /** The answer's text when all is well, where it is always the same. */
  expected?: string;
}
