import { sendStorm } from './send-storm.js';
import type { StormJob } from './storm-job.js';

/** Sends requests apart from what judges their answers. */
process.on('message', (job: StormJob) => {
  sendStorm(job).then((result) => process.send?.({ result }), (error: Error) => process.send?.({ error: error.message }));
});
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
