import type DataLoader from 'dataloader';

/** Loads what an optional reference points at. */
export function loadOrNull<R>(loader: DataLoader<string, R | null>, id: string | null): Promise<R | null> | null {
  return id === null ? null : loader.load(id);
}
