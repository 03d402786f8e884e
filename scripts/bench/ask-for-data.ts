import { askOnce } from './ask.js';
import type { RequestBody } from './operation.js';

/** Asks a gateway once, without a token. Throws the first error that it answers. */
export async function askForData(
  url: string,
  body: RequestBody,
): Promise<{ data: Record<string, unknown>; text: string }> {
  const { result, text } = await askOnce(url, body, {});
  if (result.errors || !result.data) throw new Error(result.errors?.[0]?.message ?? 'There is no data.');
  return { data: result.data, text };
}
