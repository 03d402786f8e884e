/**
 * The Debian and Ubuntu package of each library that a mongod of ours may want from the system. OpenSSL 1.1 is not among
 * them: a release that lacks it has no package of it.
 */
const PACKAGES: Record<string, string> = {
  'libcurl.so.4': 'libcurl4',
  'liblzma.so.5': 'liblzma5',
  'libssl.so.3': 'libssl3',
  'libcrypto.so.3': 'libssl3',
  'libgcc_s.so.1': 'libgcc-s1',
  'libz.so.1': 'zlib1g',
};

/** A program that could not start because the system lacks a shared library. */
export class MissingLibrary extends Error {
  constructor(
    program: string,
    readonly library: string,
  ) {
    const name = PACKAGES[library];
    super(
      `${program} needs the shared library ${library}, which this system lacks` +
        (name ? ` (Debian and Ubuntu have it in the package ${name}: apt-get install ${name})` : ''),
    );
  }

  /** The library that the dynamic loader complains about in a program's error output, if it does. */
  static in(stderr: string): string | undefined {
    return /error while loading shared libraries: ([^:\s]+):/.exec(stderr)?.[1];
  }
}
