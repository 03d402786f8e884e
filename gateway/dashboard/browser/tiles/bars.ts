import type { Localized } from '../settings.js';

/** A bar of a chart, as the network counts it. */
export interface Bucket {
  key: string;
  label: Localized;
  count: number;
}

/** Whether a bar is of what has no value. */
export function isRest({ key }: Bucket): boolean {
  return key === 'NONE';
}
