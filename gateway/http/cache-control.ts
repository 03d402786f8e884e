/** The directives of a `Cache-Control` header, by their names in lower case; the value is empty where there is none. */
export type CacheControl = ReadonlyMap<string, string>;

const NONE: CacheControl = new Map();

/** Reads a `Cache-Control` header: RFC 9111 section 5.2. Of a directive that occurs twice, the last one counts. */
export function readCacheControl(header: string | undefined): CacheControl {
  if (header === undefined || header === '') return NONE;
  return new Map(
    header.split(',').map((each) => {
      const [name = '', value = ''] = each.split('=', 2);
      return [name.trim().toLowerCase(), value.trim()];
    }),
  );
}
