import { Kind, type ConstDirectiveNode, type DocumentNode } from 'graphql';
import { readArgument } from '../graphql-document/directive-arguments.js';
import { SupergraphError } from './read-supergraph.js';

/** A feature that a supergraph links and that this gateway does not know. */
export interface UnservedLink {
  /** The feature, as its address names it, such as `policy`. */
  feature: string;
  message: string;
}

/** Features for security or execution that this gateway serves. `context` is refused by the planner where it is used. */
const SERVED = new Set(['join', 'inaccessible', 'authenticated', 'requiresScopes', 'context']);

const MESSAGES: Readonly<Record<string, string>> = {
  policy: 'It uses @policy, which this gateway cannot decide: compose it with @authenticated and @requiresScopes only.',
  connect:
    'It uses connectors (@connect, @source), which this gateway does not run: serve the data by a subgraph instead.',
};

/**
 * Finds what a gateway must not ignore: a link `for: SECURITY` or `for: EXECUTION` to a feature that it does not know.
 * https://specs.apollo.dev/link/v1.0/#Purpose
 */
export function findUnservedLinks(supergraph: DocumentNode): UnservedLink[] {
  return linksOf(supergraph).flatMap((link) => {
    const purpose = readArgument(link, 'for');
    const feature = /\/([^/]+)\/v\d+\.\d+\/?$/.exec(String(readArgument(link, 'url')))?.[1];
    if (purpose === undefined || feature === undefined || SERVED.has(feature)) return [];
    const message =
      MESSAGES[feature] ??
      `It links ${String(readArgument(link, 'url'))} for ${String(purpose).toLowerCase()}, which this gateway does not know: compose it without.`;
    return [{ feature, message }];
  });
}

/** @throws SupergraphError for the first link that this gateway does not serve */
export function rejectUnservedLinks(supergraph: DocumentNode): void {
  const [unserved] = findUnservedLinks(supergraph);
  if (unserved) throw new SupergraphError(unserved.message);
}

/** The `@link`s of the schema. */
export function linksOf({ definitions }: DocumentNode): ConstDirectiveNode[] {
  return definitions
    .flatMap((definition) =>
      definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
        ? (definition.directives ?? [])
        : [],
    )
    .filter(({ name }) => name.value === 'link');
}
