import { watch, type FSWatcher } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Milliseconds between two looks at the files: some file systems tell of no change (network drives, mounts of containers). */
const POLL_MS = 2_000;
/** Milliseconds for which the files must stay as they are before a change is told: a writer may be busy. */
const SETTLE_MS = 100;

/**
 * Calls back when a file of some folders was written, added, renamed or removed, once the files rest; and once at the beginning:
 * what was read before may have changed before the files were watched.
 *
 * @param folders need not be there; folders in them are not watched
 * @param matters whether a file's name counts
 * @returns stops it
 */
export function watchFiles(
  folders: readonly string[],
  matters: (name: string) => boolean,
  onChange: () => void,
): () => void {
  let isStopped = false;
  let known: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;
  let watchers: FSWatcher[] = [];

  const lookIn = (delayMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), delayMs).unref();
  };

  async function look(): Promise<void> {
    if (isLooking || isStopped) return;
    isLooking = true;
    let stamp = await stampOf(folders, matters);
    if (stamp !== known) {
      for (let last = ''; stamp !== last && !isStopped; stamp = await stampOf(folders, matters)) {
        last = stamp;
        await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      }
      known = stamp;
      if (!isStopped) onChange();
    }
    isLooking = false;
    if (isStopped) return;
    if (watchers.length < folders.length) openWatchers();
    lookIn(POLL_MS);
  }

  function openWatchers(): void {
    closeWatchers();
    for (const folder of folders) {
      try {
        const watcher = watch(folder, { persistent: false }, () => isLooking || lookIn(0));
        watcher.on('error', closeWatchers);
        watchers.push(watcher);
      } catch {
        // The folder is not there yet, or the system has no watcher left: the next look opens it.
      }
    }
  }

  function closeWatchers(): void {
    for (const watcher of watchers) watcher.close();
    watchers = [];
  }

  openWatchers();
  void look();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    closeWatchers();
  };
}

/** Differs when a file does. */
async function stampOf(folders: readonly string[], matters: (name: string) => boolean): Promise<string> {
  const stamps = await Promise.all(
    folders.map(async (folder) => {
      const names = (await readdir(folder).catch(() => [])).filter(matters).sort();
      return Promise.all(
        names.map(async (name) => {
          const { mtimeMs, size, ino } = await stat(join(folder, name)).catch(() => ({ mtimeMs: 0, size: 0, ino: 0 }));
          return `${name} ${mtimeMs} ${size} ${ino}`;
        }),
      );
    }),
  );
  return JSON.stringify(stamps);
}
