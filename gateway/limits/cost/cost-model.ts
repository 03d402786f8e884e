import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Sentence } from '../../../subgraphs/protocol/language.js';
import { requestError } from '../../errors.js';
import { countMutationFields } from '../../graphql-document/mutations.js';
import type { CallerBudget } from '../caller-budget.js';
import type { Variables } from './cost-formula.js';
import { estimateCost, locateCost, type CostLocation } from './operation-cost.js';

/** Elements that are assumed for a list without a declared size. */
export const DEFAULT_LIST_SIZE = 10;

/** A client that sends it with the value 1 gets the cost of its operation in `extensions.cost`. */
export const COST_HEADER = 'citylink-cost';

/** `extensions.cost` of a result. */
export interface CostExtension {
  /** The estimated cost of the operation. */
  estimated: number;
  /** Objects in the lists of the result. */
  returned: number;
  /** What one operation may cost, as estimated. */
  limit: number;
}

interface CostModelOptions {
  /** Elements that are assumed for a list without a declared size. */
  listSize: number;
  /** What one operation may cost. */
  limit: number;
}

/** What one operation costs, for any variables. */
export interface OperationCost {
  estimate(variables: Variables): number;
  /**
   * Charges the estimate to the caller's account, also when it is more than one operation may cost.
   *
   * @param budget undefined where callers have no limits
   * @returns the estimate
   * @throws RequestError DOCUMENT_TOO_LARGE when it is more than one operation may cost, with the number and the list that
   *   costs most; RATE_LIMITED when the caller has less left
   */
  charge(variables: Variables, budget: CallerBudget | undefined): number;
}

/** Estimates and charges what operations on one supergraph cost. */
export class CostModel {
  /** @param schema built from the supergraph: the schema of clients has no `@cost` and no `@listSize` */
  constructor(
    private readonly schema: GraphQLSchema,
    readonly options: CostModelOptions,
  ) {}

  /** @param document valid */
  measure(document: DocumentNode, operation: OperationDefinitionNode): OperationCost {
    const { schema, options } = this;
    const estimate = estimateCost(schema, document, operation, options);
    const mutationFields = countMutationFields(document, operation);
    return {
      estimate,
      charge(variables, budget) {
        const cost = estimate(variables);
        const isPaid = !budget || budget.spend(cost, mutationFields);
        if (cost > options.limit) {
          const location = locateCost(schema, document, operation, options, variables);
          const extensions = {
            cost,
            limit: options.limit,
            ...(location && { at: location.path, list: location.coordinate }),
          };
          throw requestError(
            'DOCUMENT_TOO_LARGE',
            tooExpensive(cost, options.limit, location),
            { extensions },
            'nodes',
          );
        }
        if (!isPaid) throw requestError('RATE_LIMITED', undefined, undefined, 'cost');
        return cost;
      },
    };
  }
}

/**
 * The message for an operation whose estimated cost is above the limit.
 *
 * @param location where most of the cost is
 */
function tooExpensive(cost: number, limit: number, location: CostLocation | undefined): Sentence {
  const { path, coordinate, size } = location ?? {};
  return {
    en: `The query is too large: it costs about ${cost}, and the limit is ${limit}.${
      location
        ? ` Most of it is at "${path}"${size === undefined ? '' : `, where ${coordinate} has up to ${size} elements each time`}. Ask for fewer of these, or for them in a request of their own.`
        : ''
    }`,
    th: `คำสั่งค้นใหญ่เกินไป: มีต้นทุนประมาณ ${cost} แต่กำหนดไว้ไม่เกิน ${limit}${
      location
        ? ` ส่วนที่มากที่สุดอยู่ที่ "${path}"${size === undefined ? '' : ` ซึ่ง ${coordinate} มีได้ถึง ${size} รายการในแต่ละครั้ง`} โปรดขอจำนวนน้อยลง หรือแยกส่วนนี้เป็นอีกคำขอหนึ่ง`
        : ''
    }`,
  };
}
