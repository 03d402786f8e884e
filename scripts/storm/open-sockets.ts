import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** How many sockets a process has open; undefined where the system does not tell. */
export async function openSockets(pid: number): Promise<number | undefined> {
  const folder = `/proc/${pid}/fd`;
  const files = await readdir(folder).catch(() => undefined);
  const links = await Promise.all((files ?? []).map((file) => readlink(join(folder, file)).catch(() => '')));
  return files && links.filter((link) => link.startsWith('socket:')).length;
}
