import { Kind, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { Access } from '../auth/access/access.js';
import { extractAccessRules } from '../auth/access/extract-access-rules.js';
import { rejectUnplannable } from '../executor/create-executor.js';
import { buildSchema } from '../graphql-document/build-schema.js';
import { readArgument } from '../graphql-document/directive-arguments.js';
import { findUnservedLinks } from './unserved-links.js';

/** Something that composes, and that this gateway does not serve. */
export interface UnservedFeature {
  /** In capital letters, such as `UNSERVED_POLICY`. */
  code: string;
  message: string;
  /** The field that uses it, where it is one. */
  coordinate?: string;
  /** The directive in the subgraphs that brings it. */
  directive?: string;
  /** True when a gateway refuses to start with it, false when it would have no effect. */
  isRefused: boolean;
}

/** A supergraph that a gateway starts with. */
export interface ServedSupergraph {
  /** Without directives of access. */
  document: DocumentNode;
  /** The same, as a schema. */
  schema: GraphQLSchema;
  access: Access | null;
}

/**
 * Reads a supergraph as a gateway with the standard settings does at its start.
 *
 * @returns what it would refuse or not serve, and what it reads; undefined when it refuses to start
 */
export function readServed(supergraph: DocumentNode): {
  unserved: UnservedFeature[];
  served: ServedSupergraph | undefined;
} {
  const links = findUnservedLinks(supergraph).map(({ feature, message }): UnservedFeature => ({
    code: `UNSERVED_${feature.toUpperCase()}`,
    message,
    directive: feature,
    isRefused: true,
  }));
  const withoutEffect = findLabels(supergraph);
  if (links.length > 0) return { unserved: [...links, ...withoutEffect], served: undefined };
  try {
    const { document, access } = extractAccessRules(supergraph);
    const schema = access?.schema ?? buildSchema(document);
    rejectUnplannable(schema);
    return { unserved: withoutEffect, served: { document, schema, access } };
  } catch (error) {
    const { message } = error as Error;
    const coordinate = /\bfor (\w+\.\w+)/.exec(message)?.[1];
    const code = message.includes('@fromContext') ? 'UNSERVED_CONTEXT' : 'UNSERVED_SUPERGRAPH';
    const refusal = { code, message, ...(coordinate !== undefined && { coordinate }), isRefused: true };
    return { unserved: [refusal, ...withoutEffect], served: undefined };
  }
}

/** Other labels than `percent(…)` wait for the operator. */
function findLabels({ definitions }: DocumentNode): UnservedFeature[] {
  return definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      return [];
    return (definition.fields ?? []).flatMap((field) => {
      const given = (field.directives ?? [])
        .filter(({ name }) => name.value === 'join__field')
        .map((directive) => readArgument(directive, 'overrideLabel'));
      const labels = new Set(given.filter((label) => typeof label === 'string' && !label.startsWith('percent(')));
      return [...labels].map((label): UnservedFeature => ({
        code: 'UNSERVED_OVERRIDE_LABEL',
        message: `@override with the label "${String(label)}" has no effect until the operator of the gateway puts it in OVERRIDE_LABELS.`,
        coordinate: `${definition.name.value}.${field.name.value}`,
        isRefused: false,
      }));
    });
  });
}
