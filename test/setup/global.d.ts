/** Left by the global set-up for the global tear-down, which jest runs in the same process. */
// eslint-disable-next-line no-var -- only a var becomes a property of globalThis
declare var stopTestDatabase: (() => Promise<void>) | undefined;
