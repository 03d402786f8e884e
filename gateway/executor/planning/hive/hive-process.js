/**
 * Plans with the query planner of Hive Router, in a process of its own: a panic of the planner ends the process that it
 * runs in. Plain JavaScript, so that it runs without having been built.
 *
 * The first message is `{ supergraphSdl, memoryMb }`, each later one a `PlanRequest`; the responses are `PlanResponse`s
 * with plans in Hive's own form, as JSON: those that pass them on need not read them.
 */

/** Milliseconds between two looks at the memory while something is planned. */
const LOOK_MS = 50;
/** The exit code when the memory is used up: the one by which ./hive-queue.ts knows it. */
const OUT_OF_MEMORY = 9;

/** @type {import('@graphql-hive/router-query-planner').QueryPlanner | undefined} */
let planner;
/** Requests are planned one after the other. */
let last = Promise.resolve();
let memoryBytes = Infinity;

process.on('message', (/** @type {any} */ message) => {
  last = last.then(() => (planner ? plan(message) : start(message)));
});
// The gateway stops the process itself; a signal to the whole group must not end it while requests are being finished.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit(0));

/** @param {{ supergraphSdl: string, memoryMb: number }} message */
async function start({ supergraphSdl, memoryMb }) {
  /** @type {typeof import('@graphql-hive/router-query-planner').QueryPlanner} */
  let QueryPlanner;
  try {
    ({ QueryPlanner } = await import('@graphql-hive/router-query-planner'));
  } catch (error) {
    return send({ kind: 'unavailable', reason: /** @type {Error} */ (error).message.split('\n', 1).join('') });
  }
  try {
    planner = new QueryPlanner(supergraphSdl);
  } catch (error) {
    return send({ kind: 'unavailable', reason: /** @type {Error} */ (error).message });
  }
  memoryBytes = memoryMb * 1024 * 1024;
  send({ kind: 'ready' });
}

/** @param {import('../planner-queue.js').PlanRequest} request */
async function plan({ id, document, overrides }) {
  const looking = setInterval(() => {
    if (process.memoryUsage.rss() > memoryBytes) process.exit(OUT_OF_MEMORY);
  }, LOOK_MS);
  try {
    const made = await planner?.planAsync(document, undefined, new Set(overrides.labels), overrides.percentage);
    send({ kind: 'planned', id, plan: JSON.stringify(made) });
  } catch (error) {
    send({ kind: 'failed', id, reason: /** @type {Error} */ (error).message });
  } finally {
    clearInterval(looking);
  }
}

/** @param {import('../planner-queue.js').PlanResponse<unknown>} response */
function send(response) {
  process.send?.(response);
}
