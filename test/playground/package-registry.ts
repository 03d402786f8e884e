import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { create } from 'tar';

export interface PackageRegistry {
  readonly url: string;
  /** `sha512-` and the archive's digest in base64. */
  readonly integrity: string;
  /** The paths that were asked for. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** An npm registry on loopback that has one package, of these files. */
export async function startPackageRegistry(
  name: string,
  version: string,
  files: Record<string, string>,
): Promise<PackageRegistry> {
  const archive = await pack({ 'package.json': JSON.stringify({ name, version }), ...files });
  const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url!);
    if (request.url === '/archive.tgz') return response.end(archive);
    if (decodeURIComponent(request.url!) !== `/${name}`) return response.writeHead(404).end('{}');
    const dist = { tarball: `${url}/archive.tgz`, integrity };
    return response
      .setHeader('content-type', 'application/json')
      .end(
        JSON.stringify({ name, 'dist-tags': { latest: version }, versions: { [version]: { name, version, dist } } }),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    integrity,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function pack(files: Record<string, string>): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'package-'));
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, 'package', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const file = join(folder, 'archive.tgz');
  await create({ cwd: folder, file, gzip: true }, ['package']);
  const archive = await readFile(file);
  await rm(folder, { recursive: true });
  return archive;
}
