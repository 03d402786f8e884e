/** Marks the names that only the gateway gives; an operation that has such names itself is not compiled. */
export const OWN = '__own';

/** Selected where nothing else is left of a selection. */
export const PLACEHOLDER = `none${OWN}`;

/** The name under which a field is fetched for the client, when plans may use its usual name for other arguments. */
export function ownName(responseName: string, field: string, contended: ReadonlySet<string>): string {
  return contended.has(field) ? `${responseName}${OWN}` : responseName;
}
