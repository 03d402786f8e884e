import { readSearch } from '../../runtime/search.js';
import { refusal } from '../../runtime/errors/errors.js';

/**
 * The id of a search in the whole network, by which the gateway asks every subgraph for what it finds: base64url of the
 * JSON list of text and number of hits.
 *
 * @throws BAD_USER_INPUT for a text that is too long, or a number of hits out of range
 */
export function searchIdOf(text: string, first: number): string {
  readSearch(text, first);
  return Buffer.from(JSON.stringify([text, first])).toString('base64url');
}

/**
 * Reads what {@link searchIdOf} wrote.
 *
 * @throws BAD_USER_INPUT when it is not one: it comes back from the gateway
 */
export function readSearchId(id: string): { text: string; first: number } {
  const parts = parse(id);
  if (!Array.isArray(parts) || typeof parts[0] !== 'string' || typeof parts[1] !== 'number')
    throw refusal(
      'BAD_USER_INPUT',
      { en: 'This is no id of a search.', th: 'รหัสนี้ไม่ใช่รหัสของการค้นหา' },
      { argument: 'id' },
    );
  return { text: parts[0], first: parts[1] };
}

function parse(id: string): unknown {
  try {
    return JSON.parse(Buffer.from(id, 'base64url').toString());
  } catch {
    return null;
  }
}
