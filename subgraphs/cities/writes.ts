import { AdvanceCityStatusMutation } from './advance-city-status.mutation.js';
import { DeclareChallengeMutation } from './declare-challenge.mutation.js';
import { JoinProgrammeMutation } from './join-programme.mutation.js';
import { LeaveProgrammeMutation } from './leave-programme.mutation.js';
import { SubmitCityPlanMutation } from './submit-city-plan.mutation.js';
import { WithdrawChallengeMutation } from './withdraw-challenge.mutation.js';

/** Everything that can be written of cities. */
export const citiesWrites = [
  SubmitCityPlanMutation,
  AdvanceCityStatusMutation,
  JoinProgrammeMutation,
  LeaveProgrammeMutation,
  DeclareChallengeMutation,
  WithdrawChallengeMutation,
];
