import { existingRecords } from './existing-records.js';
import { inventedId } from './invented-id.js';
import { PARTNERS } from './invented-partner.js';
import type { Random } from './random.js';

/**
 * A city that a record of the `block`-th city may refer to: that city, an earlier invented one, or, one in ten, a
 * real one. Never a later one, so that the record stays the same however many are invented.
 */
export function someCity(random: Random, block: number): string {
  return random.chance(0.1) ? random.pick(existingRecords().cityIds) : inventedId('city', random.int(0, block));
}

/** A partner, by the same rule. */
export function somePartner(random: Random, block: number): string {
  return random.chance(0.1)
    ? random.pick(existingRecords().partnerIds)
    : inventedId('partner', random.int(0, block * PARTNERS + PARTNERS - 1));
}

/** Different values of repeated draws, `count` at most. */
export function distinct(count: number, draw: () => string): string[] {
  return [...new Set(Array.from({ length: count }, draw))];
}
