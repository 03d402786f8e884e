import type { Database } from '../../../runtime/database/database.js';
import { hasRole } from '../../../protocol/caller.js';
import { refusal } from '../../../runtime/errors/errors.js';
import { readRow } from '../../../runtime/write/rows.js';
import type { Write } from '../../../runtime/write/write.js';
import { cityModel } from '../city.model.js';
import { cohortModel } from '../../cohort/cohort.model.js';

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
 * Checks that a cohort is one of a programme.
 *
 * @throws NOT_FOUND, or RULE_VIOLATED when it is a cohort of another programme
 */
export async function checkCohort(
  database: Database,
  write: Write,
  cohortId: string,
  programmeId: string,
): Promise<void> {
  const cohort = await readRow(database, cohortModel, write, cohortId, 'input.cohortId');
  if (cohort.programmeId !== programmeId)
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `${cohortId} is a cohort of ${cohort.programmeId}, not of ${programmeId}.`,
        th: `กลุ่ม ${cohortId} อยู่ในโครงการ ${cohort.programmeId} ไม่ใช่ ${programmeId}`,
      },
      { argument: 'input.cohortId', rule: 'COHORT_OF_OTHER_PROGRAMME' },
    );
}
