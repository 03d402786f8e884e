import { parse, print, printSchema } from 'graphql';
import { extractAccessRules } from '../../../gateway/auth/access/extract-access-rules.js';
import { createApiSchema } from '../../../gateway/graphql-document/api-schema.js';
import { INTERNAL_TAG } from '../check/contract-section.js';
import { composeSupergraph } from '../composition/compose-supergraph.js';
import { cutContract } from '../composition/cut-contract.js';
import { readRegistry } from '../registry/published-registry.js';
import { CommandError, usageError } from '../report/exit-code.js';

export interface VariantOptions {
  /** A folder or an address. */
  registry: string;
  /** Names of subgraphs that are left out. */
  without: readonly string[];
  /** The name of a contract. */
  contract: string | undefined;
  /** Whether the schema that clients see is wanted, and not the supergraph. */
  api: boolean;
}

/** The tags of which a contract is free. */
const CONTRACTS: Readonly<Record<string, readonly string[]>> = { public: [INTERNAL_TAG] };

/**
 * Composes the subgraphs of a registry in another way than they are published. Nothing is written.
 *
 * @returns the text of the supergraph, or of the schema that clients see
 * @throws CommandError when a name is unknown, the rest does not compose, or the contract is no valid schema
 */
export async function composeVariant({ registry, without, contract, api }: VariantOptions): Promise<string> {
  const tags = contract === undefined ? [] : CONTRACTS[contract];
  if (!tags) throw usageError(`There is no contract "${contract}", only: ${Object.keys(CONTRACTS).join(', ')}.`);
  const { subgraphs, supergraphSdl } = await readRegistry(registry);
  const unknown = without.find((name) => !subgraphs.some(({ entry }) => entry.name === name));
  if (unknown !== undefined)
    throw usageError(
      `The registry has no subgraph "${unknown}", only: ${subgraphs.map(({ entry }) => entry.name).join(', ')}.`,
    );
  const rest = subgraphs.filter(({ entry }) => !without.includes(entry.name));
  if (rest.length === 0) throw usageError('Without these there is no subgraph left.');
  const whole =
    without.length === 0
      ? supergraphSdl
      : composeSupergraph(rest.map(({ entry: { name, url }, sdl }) => ({ name, url, sdl }))).supergraphSdl;
  const { supergraph, problems } = cutContract(parse(whole, { noLocation: true }), tags);
  if (problems.length > 0)
    throw new CommandError(
      [`The contract ${contract} is no schema:`, ...problems.map(({ message }) => `  ${message}`)].join('\n'),
    );
  const text = api
    ? printSchema(createApiSchema(extractAccessRules(supergraph).document))
    : tags.length > 0
      ? print(supergraph)
      : whole;
  return `${text.trimEnd()}\n`;
}
