import type { LoadJob } from './load-job.js';
import { sendLoad } from './send-load.js';

/** Sends load, apart from all that is measured and from what measures it. */
process.on('message', (job: LoadJob) => {
  sendLoad(job).then((result) => process.send?.({ result }), (error: Error) => process.send?.({ error: error.message }));
});
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
