/** The id of an invented record, such as `invented-city-00017`. */
export function inventedId(
  kind: 'city' | 'person' | 'partner' | 'solution' | 'agreement' | 'event',
  index: number,
): string {
  return `invented-${kind}-${String(index).padStart(5, '0')}`;
}
