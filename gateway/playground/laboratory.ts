/**
 * The release of Hive Laboratory that the playground shows: a browser script and its editor's workers, out of its npm
 * package, and nothing else of it.
 *
 * As a dependency it would bring 186 MB of peers that its own script already contains.
 */
export const laboratory = {
  name: '@graphql-hive/laboratory',
  version: '0.3.0',
  /** Of the package's archive, as the registry states it; a download with another one is refused. */
  integrity: 'sha512-3xkPZy3eEoNW7bTtKs+Xr+Xh1NtqtQkyWUCqDIYyOtV9g6uuTJbtQc3XARpGUZRuVX4XxdPS0OM90+4Wbg5Nuw==',
  /** Its folder within the playground's folder. */
  folder: 'laboratory-0.3.0',
  script: 'hive-laboratory.umd.js',
  /** Paths inside the package. The TypeScript worker is left out: it is 12 MB, and serves scripts that our policy does not run. */
  files: [
    'LICENSE',
    'dist/hive-laboratory.umd.js',
    'dist/monacoeditorwork/editor.worker.bundle.js',
    'dist/monacoeditorwork/graphql.worker.bundle.js',
    'dist/monacoeditorwork/json.worker.bundle.js',
  ],
} as const;
