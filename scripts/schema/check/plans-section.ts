import { Kind, validate, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { createExecutor } from '../../../gateway/executor/create-executor.js';
import type { PlanNode } from '../../../gateway/executor/executor.js';
import { createSection, type Finding, type Section } from '../report/report.js';
import type { KnownOperation } from './known-operations.js';
import type { SupergraphView } from './supergraph-view.js';

export interface PlansInput {
  before: SupergraphView;
  after: SupergraphView;
  operations: readonly KnownOperation[];
}

/** What an operation costs in calls of subgraphs. */
interface PlanCost {
  fetches: number;
  /** Fetches that wait for each other. */
  depth: number;
}

/** Says for which known operations the gateway would make more or fewer calls than before. */
export async function checkPlans({ before, after, operations }: PlansInput): Promise<Section> {
  const documents = operations.flatMap(({ name, document, file }) =>
    document && validate(before.api, document).length === 0 && validate(after.api, document).length === 0
      ? [{ name, document, file }]
      : [],
  );
  if (documents.length === 0) return createSection('Plans', 'no known operation to plan', []);
  const [old, now] = await Promise.all([planAll(before, documents), planAll(after, documents)]);
  const findings = documents.flatMap(({ name, file }, index): Finding[] => {
    const [a, b] = [old[index], now[index]];
    if (a === undefined || (b !== undefined && a.fetches === b.fetches && a.depth === b.depth)) return [];
    const places = file === undefined ? [] : [{ file }];
    if (b === undefined)
      return [
        { severity: 'error', code: 'UNPLANNABLE', message: `No query plan can be made for ${name} any more.`, places },
      ];
    const isWorse = b.fetches > a.fetches || b.depth > a.depth;
    return [
      {
        severity: isWorse ? 'warning' : 'info',
        code: isWorse ? 'MORE_FETCHES' : 'FEWER_FETCHES',
        message: `${name}: ${b.fetches} fetches, ${b.depth} one after the other (before: ${a.fetches}, ${a.depth}).`,
        places,
      },
    ];
  });
  const total = (costs: readonly (PlanCost | undefined)[]) =>
    costs.reduce((sum, cost) => sum + (cost?.fetches ?? 0), 0);
  // The others were recorded without their text, or are not valid before and after the change.
  const planned =
    documents.length === operations.length
      ? `${documents.length} known operations`
      : `${documents.length} of ${operations.length} known operations, those with a valid text,`;
  const summary = `${planned} need ${total(now)} fetches (before: ${total(old)})`;
  return createSection('Plans', summary, findings);
}

async function planAll(
  { sdl, document, schema, api }: SupergraphView,
  documents: readonly { document: DocumentNode }[],
): Promise<(PlanCost | undefined)[]> {
  const silent = { warn: () => undefined, error: () => undefined };
  const executor = createExecutor({
    sdl,
    document,
    schema,
    apiSchema: api,
    planner: 'auto',
    overrideLabels: [],
    clientOf: sendNothing,
    sanitize: sendNothing,
    log: silent,
  });
  try {
    return await Promise.all(
      documents.map(async (each) => {
        const operation = each.document.definitions.find(
          (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
        );
        if (!operation) return undefined;
        try {
          const { node } = await executor.prepare(each.document, operation).plan({});
          return node ? costOf(node) : { fetches: 0, depth: 0 };
        } catch {
          return undefined;
        }
      }),
    );
  } finally {
    await executor.close();
  }
}

function sendNothing(): never {
  throw new Error('Plans are made here, and not run.');
}

function costOf(node: PlanNode): PlanCost {
  if (node.kind === 'Fetch') return { fetches: 1, depth: 1 };
  const costs = node.nodes.map(costOf);
  const depths = costs.map(({ depth }) => depth);
  return {
    fetches: costs.reduce((sum, { fetches }) => sum + fetches, 0),
    depth: node.kind === 'Sequence' ? depths.reduce((sum, depth) => sum + depth, 0) : Math.max(0, ...depths),
  };
}
