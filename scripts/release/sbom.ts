import { randomUUID } from 'node:crypto';
import { idOf, type LockedPackage } from './locked-packages.js';

interface Component {
  type: 'application' | 'library';
  'bom-ref': string;
  name: string;
  version: string;
  purl: string;
  licenses: Array<{ license: { id: string } } | { expression: string }>;
  scope?: 'required' | 'optional';
  hashes?: Array<{ alg: string; content: string }>;
}

/** A software bill of materials: https://cyclonedx.org/docs/1.6/json/ */
export interface Sbom {
  $schema: string;
  bomFormat: 'CycloneDX';
  specVersion: '1.6';
  serialNumber: string;
  version: 1;
  metadata: { timestamp: string; component: Component };
  components: Component[];
  dependencies: Array<{ ref: string; dependsOn: string[] }>;
}

/** The names of hash algorithms in CycloneDX, by those of the registry. */
const ALGORITHMS: Readonly<Record<string, string>> = { sha512: 'SHA-512', sha256: 'SHA-256', sha1: 'SHA-1' };

/**
 * Makes the bill of materials of a release. `npm sbom` refuses this tree, because an optional peer that mongodb does not
 * use is there in another version.
 */
export function createSbom(
  root: { name: string; version: string; license: string },
  { packages, direct }: { packages: readonly LockedPackage[]; direct: readonly string[] },
  timestamp: Date,
): Sbom {
  const components = packages.map((each): Component => ({
    type: 'library',
    ...namesOf(each),
    licenses: licensesOf(each.licence),
    scope: each.isOptional ? 'optional' : 'required',
    ...(each.integrity && { hashes: hashesOf(each.integrity) }),
  }));
  const component: Component = { type: 'application', ...namesOf(root), licenses: licensesOf(root.license) };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${randomUUID()}`,
    version: 1,
    metadata: { timestamp: timestamp.toISOString(), component },
    components,
    dependencies: [
      { ref: component['bom-ref'], dependsOn: [...direct].sort() },
      ...packages.map((each) => ({ ref: idOf(each), dependsOn: [...each.dependencies] })),
    ],
  };
}

/** Names what is wrong with a bill of materials: each field that its format requires, and each reference. */
export function problemsOf({ components, dependencies, metadata }: Sbom): string[] {
  const refs = new Set([metadata.component['bom-ref'], ...components.map((each) => each['bom-ref'])]);
  return [
    ...(refs.size === components.length + 1 ? [] : ['a component stands there twice']),
    ...components.flatMap(({ name, version, purl, licenses, hashes }) => [
      ...(name && version && /^pkg:npm\/(%40[^/@]+\/)?[^/@]+@[^/@]+$/.test(purl)
        ? []
        : [`${name} has a wrong address ${purl}`]),
      ...(licenses.length > 0 ? [] : [`${name} has no licence`]),
      ...(hashes?.every(({ content }) => /^([0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$/.test(content))
        ? []
        : [`${name} has no hash`]),
    ]),
    ...dependencies.flatMap(({ ref, dependsOn }) =>
      [ref, ...dependsOn].filter((each) => !refs.has(each)).map((each) => `${each}, of ${ref}, is no component`),
    ),
  ];
}

function namesOf({ name, version }: { name: string; version: string }) {
  return {
    'bom-ref': idOf({ name, version }),
    name,
    version,
    purl: `pkg:npm/${name.replace('@', '%40')}@${encodeURIComponent(version)}`,
  };
}

function licensesOf(licence: string): Component['licenses'] {
  const expression = licence.replace(/^\((.*)\)$/, '$1');
  return [/ (AND|OR) /.test(expression) ? { expression } : { license: { id: expression } }];
}

function hashesOf(integrity: string): Component['hashes'] {
  return integrity.split(' ').map((each) => {
    const [algorithm = '', hash = ''] = each.split(/-(.*)/);
    return { alg: ALGORITHMS[algorithm] ?? algorithm, content: Buffer.from(hash, 'base64').toString('hex') };
  });
}
