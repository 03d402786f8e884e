import { idOf, type LockedPackage } from './locked-packages.js';

/** The list of the licences, relative to the checkout. */
export const LICENCE_LIST = 'scripts/release/licences.txt';

/** The licences that a package may have, by their SPDX ids. */
const ALLOWED: Readonly<Record<string, { only?: RegExp; reason?: string }>> = {
  MIT: {},
  'Apache-2.0': {},
  ISC: {},
  'BSD-2-Clause': {},
  'BSD-3-Clause': {},
  '0BSD': {},
  'BlueOak-1.0.0': {},
  'OFL-1.1': { only: /^@fontsource\//, reason: 'A typeface may be served with the pages that show it.' },
  'Elastic-2.0': {
    only: /^@apollo\//,
    reason:
      'Composition and query planning of Apollo Federation. The licence allows their use in a gateway of your own, and forbids to offer them to others as a managed service.',
  },
};

/** Whether a package may be used: all parts of an AND, or one of an OR. */
export function isAllowed({ name, licence }: Pick<LockedPackage, 'name' | 'licence'>): boolean {
  const expression = licence.replace(/^\((.*)\)$/, '$1');
  const isPartAllowed = (id: string) => {
    const rule = Object.hasOwn(ALLOWED, id) ? ALLOWED[id] : undefined;
    return rule !== undefined && (rule.only?.test(name) ?? true);
  };
  if (expression.includes(' AND ')) return expression.split(' AND ').every(isPartAllowed);
  return expression.split(' OR ').some(isPartAllowed);
}

/** Prints the list of all packages by licence. */
export function printLicences(packages: readonly LockedPackage[]): string {
  const byLicence = new Map<string, LockedPackage[]>();
  for (const each of packages) byLicence.set(each.licence, [...(byLicence.get(each.licence) ?? []), each]);
  const sections = [...byLicence]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([licence, all]) => {
      const reason = ALLOWED[licence]?.reason;
      return [`${licence}: ${all.length}`, ...(reason ? [`  ${reason}`] : []), ...all.map((each) => `  ${idOf(each)}`)];
    });
  const head = 'The packages that run in production, by licence. npm run release -- --write-licences writes this list.';
  return `${[[head], ...sections].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
