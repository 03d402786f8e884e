/** Told to the gateway with every answer, for its readiness: `up` or `down`. */
export const DATABASE_HEADER = 'citylink-database';
