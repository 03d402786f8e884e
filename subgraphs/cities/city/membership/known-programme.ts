import type { Database } from '../../../runtime/database/database.js';
import { hasRole } from '../../../protocol/caller.js';
import { refusal } from '../../../runtime/errors/errors.js';
import { readNamedRow } from '../../../runtime/write/rows.js';
import type { Write } from '../../../runtime/write/write.js';
import { cityModel } from '../city.model.js';
import { cohortModel, type StoredCohort } from '../../cohort/cohort.model.js';
import type { ActingCaller } from '../../../protocol/caller.js';
import { PerOperation } from '../../../runtime/per-operation.js';
import { readForeignFields } from '../../../runtime/foreign/check-foreign-keys.js';
import type { WriteInput } from '../../../runtime/write/write.input.js';
import type { CitiesContext } from '../../loaders.js';

/** What the partners know of a programme, as far as they tell it. */
export interface KnownProgramme {
  /** The partner that runs it. */
  ownerId: string | null;
  /** Partial dates, null when they are not known. */
  startedOn: string | null;
  endedOn: string | null;
}

interface ToldProgramme {
  owner?: { id: string } | null;
  startedOn?: { value: string } | null;
  endedOn?: { value: string } | null;
}

const SELECTION = 'owner { id } startedOn { value } endedOn { value }';

type Answer = Promise<KnownProgramme | null | undefined>;

/** By programme. */
const answers = new PerOperation<Answer>();

/**
 * Asks the partners for a programme, once for all that needs it between two writes: who owns it, and its life.
 *
 * @returns null when they have none, undefined when they do not answer in time
 */
export function readProgramme({ owners, loaders }: CitiesContext, programmeId: string): Answer {
  return answers.of(loaders, programmeId, () => askProgramme(owners, programmeId));
}

async function askProgramme(owners: CitiesContext['owners'], programmeId: string): Answer {
  const told = await owners.fields<ToldProgramme>('Programme', programmeId, SELECTION);
  return told && knownOf(told);
}

/**
 * Checks that the partners have the programme that a write names in `input.programmeId`, and tells its life as far as
 * they do.
 *
 * @returns undefined when they do not answer in time, or the write was answered before
 * @throws NOT_FOUND
 */
export async function namedProgramme(
  context: CitiesContext,
  caller: ActingCaller,
  action: string,
  input: WriteInput & { programmeId: string },
): Promise<KnownProgramme | undefined> {
  const key = ['Programme', 'input.programmeId', input.programmeId] as const;
  const told = await readForeignFields<ToldProgramme>(context, caller, action, input, key, SELECTION);
  return told && knownOf(told);
}

function knownOf({ owner, startedOn, endedOn }: ToldProgramme): KnownProgramme {
  return { ownerId: owner?.id ?? null, startedOn: startedOn?.value ?? null, endedOn: endedOn?.value ?? null };
}

/**
 * Checks that a programme is one that cities can join. Programmes are kept elsewhere; here one is known by its cohorts
 * and members, and the network's administrators may name a new one.
 *
 * @throws NOT_FOUND
 */
export async function checkProgramme(
  database: Database,
  { session, caller }: Write,
  programmeId: string,
): Promise<void> {
  if (hasRole(caller, 'network-admin')) return;
  const isKnown =
    (await database.model(cohortModel).exists({ programmeId }).session(session)) ??
    (await database.model(cityModel).exists({ 'memberships.programmeId': programmeId }).session(session));
  if (!isKnown)
    throw refusal(
      'NOT_FOUND',
      {
        en: `There is no programme "${programmeId}" that a city has joined.`,
        th: `ไม่มีโครงการ "${programmeId}" ที่เมืองใดเข้าร่วม`,
      },
      { argument: 'input.programmeId' },
    );
}

/**
 * Gives the cohort that an input names, which is one of a programme; null when it names none.
 *
 * @throws NOT_FOUND, or RULE_VIOLATED when it is a cohort of another programme
 */
export async function cohortWithin(
  database: Database,
  write: Write,
  cohortId: string | null,
  programmeId: string,
): Promise<StoredCohort | null> {
  if (cohortId === null) return null;
  const cohort = await readNamedRow(database, cohortModel, write, cohortId, 'input.cohortId');
  if (cohort.programmeId === programmeId) return cohort;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `${cohortId} is a cohort of ${cohort.programmeId}, not of ${programmeId}.`,
      th: `กลุ่ม ${cohortId} อยู่ในโครงการ ${cohort.programmeId} ไม่ใช่ ${programmeId}`,
    },
    { argument: 'input.cohortId', rule: 'COHORT_OF_OTHER_PROGRAMME' },
  );
}
