import type { GraphQLResolveInfo } from 'graphql';
import type { Caller } from '../../protocol/caller.js';
import type { AcceptedLanguage } from '../../protocol/language.js';
import type { Clock } from '../clock.js';
import type { Database } from '../database/database.js';
import { Warnings, WARNINGS, type Warning } from '../errors/warnings.js';
import { BUDGET, ROOT } from '../execution/bounded-execution.js';
import type { OperationBudget } from '../execution/operation-budget.js';
import type { ForeignEntityClient } from '../foreign/foreign-entity-client.js';
import type { Changes } from '../freshness/changes.js';
import { FRESHNESS } from '../freshness/freshness.plugin.js';
import type { OperationFreshness } from '../freshness/result-freshness.js';
import type { ChangeLabels } from '../history/change-labels.js';
import type { SubgraphContext } from '../subgraph.js';

export interface OperationParts<L> {
  readonly budget: OperationBudget;
  /** Null when nobody wants to know. */
  readonly freshness: OperationFreshness | null;
  readonly createLoaders: () => L;
  readonly database: Database;
  readonly clock: Clock;
  readonly changeLabels: ChangeLabels;
  readonly changes: Changes;
  readonly owners: ForeignEntityClient;
  /** The event of a subscription for which the operation runs. */
  readonly root: unknown;
  readonly caller: Caller | null;
  readonly language: AcceptedLanguage;
}

/**
 * The context of one operation. Apollo Server gives resolvers a copy that has the same prototype: what is renewed is the copy,
 * and the caller is read by a getter of the prototype.
 */
export class OperationContext<L> implements SubgraphContext<L> {
  loaders: L;
  readonly database: Database;
  readonly clock: Clock;
  readonly changeLabels: ChangeLabels;
  readonly changes: Changes;
  readonly owners: ForeignEntityClient;
  readonly language: AcceptedLanguage;
  readonly [ROOT]: unknown;
  readonly [BUDGET]: OperationBudget;
  readonly [FRESHNESS]: OperationFreshness | null;
  readonly [WARNINGS] = new Warnings();
  private readonly givenCaller: Caller | null;
  private readonly createLoaders: () => L;

  constructor(parts: OperationParts<L>) {
    this[BUDGET] = parts.budget;
    this[FRESHNESS] = parts.freshness;
    this.database = parts.database;
    this.clock = parts.clock;
    this.changeLabels = parts.changeLabels;
    this.changes = parts.changes;
    this.owners = parts.owners;
    this[ROOT] = parts.root;
    this.language = parts.language;
    this.givenCaller = parts.caller;
    this.createLoaders = parts.createLoaders;
    this.loaders = parts.createLoaders();
  }

  /** Who asks: a result for which this was read is that caller's alone. */
  get caller(): Caller | null {
    this[FRESHNESS]?.dependsOnCaller();
    return this.givenCaller;
  }

  warn(info: Pick<GraphQLResolveInfo, 'path'>, warning: Warning): void {
    this[WARNINGS].add(info, warning);
  }

  renew(): void {
    this.loaders = this.createLoaders();
  }
}
