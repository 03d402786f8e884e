import { AppointOfficerMutation } from './appoint-officer.mutation.js';
import { DeploySolutionMutation } from './deploy-solution.mutation.js';
import { IntroduceSolutionMutation } from './introduce-solution.mutation.js';
import { MoveDeploymentStageMutation } from './move-deployment-stage.mutation.js';
import { PublishSolutionMutation } from './publish-solution.mutation.js';
import { RecordOutcomeMutation } from './record-outcome.mutation.js';
import { RegisterPartnerMutation } from './register-partner.mutation.js';
import { ReportBarrierMutation } from './report-barrier.mutation.js';
import { SignAgreementMutation } from './sign-agreement.mutation.js';

/** Everything that can be written of partners. */
export const writes = [
  ...[
    RegisterPartnerMutation,
    PublishSolutionMutation,
    IntroduceSolutionMutation,
    DeploySolutionMutation,
    MoveDeploymentStageMutation,
  ],
  ...[RecordOutcomeMutation, SignAgreementMutation, ReportBarrierMutation, AppointOfficerMutation],
];
