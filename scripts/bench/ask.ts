import type { RequestBody } from './operation.js';

export interface GraphQLResult {
  data?: Record<string, unknown> | null;
  errors?: ReadonlyArray<{ message: string; extensions?: { code?: string } }>;
}

/** Milliseconds: more than any gateway takes for the largest answer, cold. */
const PATIENCE = 60_000;

/** Asks a gateway once. Throws when it does not answer in JSON. */
export async function askOnce(
  url: string,
  body: RequestBody | string,
  headers: Record<string, string>,
): Promise<{ result: GraphQLResult; text: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  });
  const text = await response.text();
  return { result: JSON.parse(text) as GraphQLResult, text };
}
