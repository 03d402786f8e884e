import { createRequire, isBuiltin } from 'node:module';
import { compileFunction } from 'node:vm';
import JestRuntime from 'jest-runtime';

// For an ES module, the package's default export is the class; its types say so for CommonJS only.
const Runtime = /** @type {typeof JestRuntime.default} */ (/** @type {unknown} */ (JestRuntime));

// graphql-js looks for a second copy of itself at each `instanceOf`, which costs a tenth of the CPU of all tests; the
// form for production, which is chosen when the module is loaded, does not.
const { NODE_ENV } = process.env;
process.env['NODE_ENV'] = 'production';
createRequire(import.meta.url)('graphql/jsutils/instanceOf.js');
if (NODE_ENV === undefined) delete process.env['NODE_ENV'];
else process.env['NODE_ENV'] = NODE_ENV;

/** What each module gets as arguments, see `injectGlobals` in package.json. */
const MODULE_PARAMETERS = ['module', 'exports', 'require', '__dirname', '__filename'];

/**
 * The modules that a file of this worker has loaded, by file name: another test file runs the same function again, which
 * V8 has compiled, and optimised where it is hot.
 *
 * @type {Map<string, { source: string, run: Function }>}
 */
const compiled = new Map();

/** Packages that keep what one file made of them: where the last mongod was found. */
const KEEPS_STATE = /^mongodb-memory-server-core(\/|$)/;

/**
 * Jest's runtime with three differences, which save almost half of the CPU of all tests.
 *
 * Packages are loaded by Node.js, once for all files of a worker. Jest loads them anew for each file: that takes
 * seconds, and the compiled code of graphql-js and of composition is thrown away each time. Our own modules are still
 * loaded for each file, so that no file meets what another one left in them.
 *
 * Each of our modules is compiled once, and runs again for each file.
 *
 * Code runs in the realm of Node.js and not in a `vm` context, whose globals are slow and whose classes (`Error`) are
 * not those of the packages. `shared-realm-environment.js` takes back what a file has changed there.
 */
export default class SharedRealmRuntime extends Runtime {
  /** @param {ConstructorParameters<typeof Runtime>} args */
  constructor(...args) {
    super(...args);
    // What compiles is private to jest: its version is pinned, and every test file fails when it changes.
    const { executor } = /** @type {any} */ (this);
    executor.compile = compileOnce;
  }

  /**
   * @override
   * @type {JestRuntime.default['requireModule']}
   */
  requireModule(from, moduleName, options, isRequireActual) {
    if (
      moduleName &&
      !options?.isInternalModule &&
      !isBuiltin(moduleName) &&
      !/^[./]/.test(moduleName) &&
      !KEEPS_STATE.test(moduleName)
    )
      return createRequire(from)(moduleName);
    return super.requireModule(from, moduleName, options, isRequireActual);
  }
}

/**
 * @param {string} source
 * @param {string} filename
 */
function compileOnce(source, filename) {
  const known = compiled.get(filename);
  if (known?.source === source) return known.run;
  const run = compileFunction(source, MODULE_PARAMETERS, { filename });
  compiled.set(filename, { source, run });
  return run;
}
