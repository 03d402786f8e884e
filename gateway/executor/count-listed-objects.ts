/** Counts the objects in the lists of data, where it is not counted while the data is written. */
export function countListedObjects(data: unknown): number {
  if (typeof data !== 'object' || data === null) return 0;
  let objects = 0;
  for (const value of Object.values(data) as unknown[]) {
    if (Array.isArray(data) && typeof value === 'object' && value !== null && !Array.isArray(value)) objects += 1;
    objects += countListedObjects(value);
  }
  return objects;
}
