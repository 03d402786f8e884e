import { answerJobs } from './answer-jobs.js';
import { sendLoad } from './send-load.js';

/** Sends load, apart from all that is measured and from what measures it. */
answerJobs(sendLoad);
