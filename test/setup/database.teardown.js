/** Stops what database.global.js started, and removes its data. */
export default async function stopTestDatabase() {
  await globalThis.stopTestDatabase?.();
}
