import {
  Arg,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  Resolver,
  Root,
  type ClassType,
} from 'type-graphql';
import { heldGrants, type Office } from '../../protocol/caller.js';
import type { Sentence } from '../../protocol/language.js';
import type { Collection } from '../../runtime/database/collection.js';
import type { Database } from '../../runtime/database/database.js';
import type { ModelDefinition, Row } from '../../runtime/database/model.js';
import { refusal, type Refusal } from '../../runtime/errors/errors.js';
import { checkForeignKeys, isAnswered } from '../../runtime/foreign/check-foreign-keys.js';
import type { SubgraphContext } from '../../runtime/subgraph.js';
import { authorize } from '../../runtime/write/authorize.js';
import { checkVersion, knownRow, notFound, readRow, type Versioned } from '../../runtime/write/rows.js';
import { restoreRow, withdrawRow } from '../../runtime/write/withdraw-row.js';
import { ReasonedInput } from '../../runtime/write/write.input.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import type { Write } from '../../runtime/write/write.js';
import type { StoredStanding } from './standing.js';
import { shownStanding, Standing } from './standing.type.js';

/** A kind of records that can be withdrawn as a whole. */
export interface Withdrawable<R extends Versioned, L> {
  type: ClassType;
  /** The GraphQL type's name, for the history. */
  typeName: string;
  /** What follows `withdraw` and `restore` in the names of the mutations. */
  kind: string;
  /** The field of the inputs that names the record, such as `partnerId`. */
  key: string;
  definition: ModelDefinition<R>;
  records(loaders: L): Collection<R>;
  /** What is refused and what follows, for the description: a clause. */
  rule: string;
  /** Who may do it, for the description. */
  who: string;
  /** Whose officers may do it, beside the network's administrators. */
  grants(row: Row<R>, context: SubgraphContext<L>): Promise<readonly Office[]> | readonly Office[];
  /** Checks what other subgraphs keep of it, before the write begins. */
  checkForeign?(context: SubgraphContext<L>, id: string, argument: string): Promise<void>;
  /** Checks that nothing that others rely on needs it; see {@link inUse}. */
  checkUnused(database: Database, write: Write, row: Row<R>, argument: string): Promise<void>;
  /** The records of this subgraph that it cannot be without: it is not restored while one of them is withdrawn. */
  needed?(row: R): ReadonlyArray<readonly [definition: ModelDefinition, id: string | null]>;
  /** The same of other subgraphs, by their types. */
  neededOfOthers?(row: R): ReadonlyArray<readonly [type: string, id: string | null]>;
}

/**
 * Makes the mutations that withdraw and restore records of a kind, in one form, and their field `standing`. A withdrawn
 * record is kept apart: it is read by its id, with its history, and nothing counts it.
 */
export function withdrawalMutations<R extends Versioned, L>({
  type,
  typeName,
  kind,
  key,
  definition,
  records,
  rule,
  who,
  grants,
  checkForeign,
  checkUnused,
  needed = () => [],
  neededOfOthers = () => [],
}: Withdrawable<R, L>): ClassType {
  const [withdraw, restore] = [`withdraw${kind}`, `restore${kind}`];
  const { called } = definition;
  const one = `${/^[aeiou]/.test(called.en) ? 'an' : 'a'} ${called.en}`;
  const argument = `input.${key}`;

  @InputType(`Withdraw${kind}Input`, { description: `Which ${called.en} is taken back, and why.` })
  class WithdrawInput extends ReasonedInput {}

  @InputType(`Restore${kind}Input`, { description: `Which ${called.en} was taken back by mistake, and why it stays.` })
  class RestoreInput extends ReasonedInput {}

  for (const { prototype } of [WithdrawInput, RestoreInput])
    Field(() => ID, { description: `The ${called.en}.` })(prototype, key);

  async function authorizeFor(context: SubgraphContext<L>, id: string) {
    if (context.caller === null) authorize(null);
    const row = await records(context.loaders).byId.load(id);
    if (!row) throw notFound(called, id, argument);
    return { row, caller: await authorizeRow(context, row) };
  }

  async function authorizeRow(context: SubgraphContext<L>, row: Row<R>) {
    return authorize(context.caller, ...heldGrants(await grants(row, context)), ['network-admin']);
  }

  @Resolver(() => type)
  class WithdrawalMutations {
    @FieldResolver(() => Standing, {
      description:
        'Whether the record counts: CONFIRMED, or WITHDRAWN, with who withdrew it, when and why. A withdrawn record can still be read by its id, and is in no list, search or chart.',
    })
    standing(@Root() record: { standing?: StoredStanding | null }): Standing {
      return shownStanding(record);
    }

    @Directive('@authenticated')
    @Mutation(() => type, {
      name: withdraw,
      nullable: true,
      description: `Takes back ${one} that is on file by mistake. It stays readable by its id, with its history and its \`standing\`; lists, search, statistics, suggestions and the timeline have it no more, and nothing is written about it. ${rule} It can be restored. ${who}`,
    })
    async withdraw(
      @Arg('input', () => WithdrawInput, { description: 'The record and the reason.' }) input: WithdrawInput,
      @Ctx() context: SubgraphContext<L>,
    ) {
      const id = idOf(input, key);
      const { caller, row: found } = await authorizeFor(context, id);
      if (checkForeign && !(await isAnswered(context, caller, withdraw, input)))
        await checkForeign(context, id, argument);
      await writeExclusively(context, caller, withdraw, input, [`${typeName}/${id}`], async (write) => {
        const { database } = context;
        const row = await readRow(database, definition, write, id, argument);
        checkVersion(row, input.expectedVersion);
        // Who may write depends on what the record says now.
        if (row.version !== found.version) await authorizeRow(context, row);
        await checkUnused(database, write, row, argument);
        await withdrawRow(database, definition, write, typeName, row);
        return id;
      });
      return records(context.loaders).byId.load(id);
    }

    @Directive('@authenticated')
    @Mutation(() => type, {
      name: restore,
      nullable: true,
      description: `Puts ${one} back that was taken back by mistake, as it was. Refused while something that it cannot be without is withdrawn; what an administrator withdrew, administrators restore. ${who}`,
    })
    async restore(
      @Arg('input', () => RestoreInput, { description: 'The record and the reason.' }) input: RestoreInput,
      @Ctx() context: SubgraphContext<L>,
    ) {
      const id = idOf(input, key);
      const { caller, row } = await authorizeFor(context, id);
      const others = neededOfOthers(row).map(([type, other]) => [type, argument, other] as const);
      await checkForeignKeys(context, caller, restore, input, others);
      await writeExclusively(context, caller, restore, input, [`${typeName}/${id}`], async (write) => {
        const { database } = context;
        const restored = await restoreRow(database, definition, write, typeName, {
          ...{ id, argument, expectedVersion: input.expectedVersion },
        });
        for (const [kind, other] of needed(restored)) await knownRow(database, kind, write, argument, other);
        return id;
      });
      return records(context.loaders).byId.load(id);
    }
  }
  return WithdrawalMutations;
}

function idOf(input: object, key: string): string {
  return (input as Record<string, string>)[key]!;
}

/** What needs a record: a filter that finds it in a collection. */
export type Need = readonly [definition: ModelDefinition, filter: object];

/**
 * Checks that nothing needs a record that is withdrawn.
 *
 * @param needs what would; the first that is found is named in the refusal
 * @throws RULE_VIOLATED (IN_USE)
 */
export async function checkNoNeed(
  database: Database,
  { session }: Write,
  argument: string,
  needs: readonly Need[],
): Promise<void> {
  for (const [definition, filter] of needs) {
    const found = await database
      .model(definition)
      .findOne(filter as never, { _id: 1 })
      .session(session)
      .lean();
    if (found) throw inUse(argument, definition.called, found._id);
  }
}

/** The refusal to withdraw what something else needs. */
export function inUse(argument: string, called: Sentence, id: string): Refusal {
  return refusal(
    'RULE_VIOLATED',
    {
      en: `The ${called.en} "${id}" still needs it: end, correct or withdraw that first.`,
      th: `${called.th} "${id}" ยังต้องใช้ข้อมูลนี้ โปรดยุติ แก้ไข หรือถอนรายการนั้นก่อน`,
    },
    { argument, rule: 'IN_USE', by: id },
  );
}
