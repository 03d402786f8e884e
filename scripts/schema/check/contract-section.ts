import { validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import { createApiSchema } from '../../../gateway/graphql-document/api-schema.js';
import { cutContract } from '../composition/cut-contract.js';
import { createSection, type Finding, type Section } from '../report/report.js';
import { findPlaces, type CheckedSubgraph } from './checked-subgraph.js';
import { shorten } from './group-errors.js';
import type { KnownOperation } from './known-operations.js';

export interface ContractInput {
  supergraph: DocumentNode;
  api: GraphQLSchema;
  subgraphs: readonly CheckedSubgraph[];
  operations: readonly KnownOperation[];
}

/** What the public contract leaves out has this tag. */
export const INTERNAL_TAG = 'internal';

/** Says what the public contract leaves out, and whether it is a schema without it. */
export function checkContract({ supergraph, api, subgraphs, operations }: ContractInput): Section {
  const { supergraph: cut, hidden, problems } = cutContract(supergraph, [INTERNAL_TAG]);
  if (hidden.length === 0)
    return createSection(
      'Contract',
      `nothing has @tag(name: "${INTERNAL_TAG}"): the public contract is the whole schema`,
      [],
    );
  const findings = problems.map(({ coordinate, message }): Finding => ({
    severity: 'error',
    code: 'CONTRACT_BROKEN',
    message: `In the public contract, ${message}`,
    places: findPlaces(subgraphs, coordinate),
    advice: `Write @tag(name: "${INTERNAL_TAG}") there too, or take it from what is needed there.`,
  }));
  const summary = `the public contract leaves out ${shorten(hidden)}`;
  if (findings.length > 0) return createSection('Contract', summary, findings);
  const publicApi = createApiSchema(cut);
  const isLost = ({ document }: KnownOperation) =>
    document !== undefined && validate(publicApi, document).length > 0 && validate(api, document).length === 0;
  const lost = operations.filter(isLost).map(({ name }) => name);
  if (lost.length > 0)
    findings.push({
      severity: 'info',
      code: 'CONTRACT_WITHOUT_OPERATIONS',
      message: `Clients of the public contract cannot send ${shorten(lost)}.`,
      places: [],
    });
  return createSection('Contract', summary, findings);
}
