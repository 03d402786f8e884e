import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

/** Properties of the global object that belong to a package, which is loaded once for all files. */
const OF_PACKAGES = /^__zod_|^Symbol\(undici\./;

/**
 * The environment of a test file in the realm of Node.js, see `shared-realm-runtime.js`. When the file ends, it restores
 * what was mocked, the environment variables, and the global object, on which jest and type-graphql keep their state.
 */
export default class SharedRealmEnvironment {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  fakeTimers = null;
  /** @type {ModernFakeTimers | null} */
  fakeTimersModern;
  #globals = new Set(Reflect.ownKeys(globalThis));
  #variables = { ...process.env };

  /** @param {import('@jest/environment').JestEnvironmentConfig} config */
  constructor({ projectConfig }) {
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern?.dispose();
    this.moduleMocker.restoreAllMocks();
    for (const key of Reflect.ownKeys(globalThis))
      if (!this.#globals.has(key) && !OF_PACKAGES.test(String(key))) Reflect.deleteProperty(globalThis, key);
    for (const name of Object.keys(process.env)) if (!(name in this.#variables)) delete process.env[name];
    Object.assign(process.env, this.#variables);
  }

  /** The conditions of the `exports` of a package.json. */
  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** Nothing runs in a `vm` context. */
  getVmContext() {
    return null;
  }
}
