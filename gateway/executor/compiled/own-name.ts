import { createHash } from 'node:crypto';
import { print, type FieldNode } from 'graphql';
import type { Contended } from './contended-fields.js';

/** Marks the names that only the gateway gives; an operation that has such names itself is not compiled. */
export const OWN = '__own';

/** Selected where nothing else is left of a selection. */
export const PLACEHOLDER = `none${OWN}`;

/** The name under which a field is fetched for the client: one for each choice of arguments, where its usual name may be taken. */
export function ownName(node: FieldNode, { required, ofInterfaceObjects }: Contended): string {
  const { name, alias, arguments: args = [] } = node;
  const responseName = (alias ?? name).value;
  const isContended =
    required.has(name.value) || (ofInterfaceObjects.has(name.value) && (alias !== undefined || args.length > 0));
  if (!isContended) return responseName;
  const asked = [name.value, ...args.map((argument) => print(argument)).sort()].join(' ');
  return `${responseName}${OWN}${createHash('sha256').update(asked).digest('hex').slice(0, 8)}`;
}
