import { answerJobs } from '../../bench/load/answer-jobs.js';
import { sendStorm } from './send-storm.js';

/** Sends requests apart from what judges their answers. */
answerJobs(sendStorm);
