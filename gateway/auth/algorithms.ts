/** The signatures that are believed; none that needs a secret, and never none. */
export const ALGORITHMS = ['EdDSA', 'RS256', 'ES256'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];
