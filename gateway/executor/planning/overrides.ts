import { isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { readArgument } from '../../graphql-document/directive-arguments.js';
import type { Overrides } from './planner.js';

const PERCENT = /^percent\((.+)\)$/;

/**
 * Draws which labels of progressive `@override` are active for a request: `percent(p)` in p of a hundred requests, others
 * when they are configured.
 * https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/entities/migrate-fields#incremental-migration-with-progressive-override
 *
 * @param schema the supergraph's
 * @param active labels that are active in every request
 * @param random gives numbers from 0, below 1
 */
export function createOverrideDraw(
  schema: GraphQLSchema,
  active: readonly string[],
  random: () => number = Math.random,
): () => Overrides {
  const known = labelsOf(schema);
  const fixed = active.filter((label) => known.has(label) && !PERCENT.test(label));
  const shares = [...known].flatMap((label) => {
    const share = PERCENT.exec(label)?.[1];
    return share === undefined ? [] : [{ label, share: Number(share) }];
  });
  const drawn = new Map<string, Overrides>();
  return () => {
    const percentage = shares.length > 0 ? random() * 100 : 100;
    const labels = [...fixed, ...shares.filter(({ share }) => share > percentage).map(({ label }) => label)].sort();
    const key = labels.join(' ');
    let overrides = drawn.get(key);
    // There are no more of them than shares, and equal ones are the same object.
    if (!overrides) drawn.set(key, (overrides = Object.freeze({ labels, percentage })));
    return overrides;
  };
}

function labelsOf(schema: GraphQLSchema): ReadonlySet<string> {
  const labels = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const { astNode } of Object.values(type.getFields()))
      for (const directive of astNode?.directives ?? []) {
        const label = directive.name.value === 'join__field' ? readArgument(directive, 'overrideLabel') : undefined;
        if (typeof label === 'string') labels.add(label);
      }
  }
  return labels;
}
