import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isAddress } from '../../../gateway/supergraph/registry/registry-files.js';

/**
 * The folders of what gateways recorded: USAGE_FOLDER, and `usage/` of a registry that is a folder. Where there is neither, that of
 * `npm start` on this machine: beside the record of a network, it would say only that somebody has tried something here.
 */
export function usageFolders(registry: string): string[] {
  const { USAGE_FOLDER, CITYLINK_FOLDER } = process.env;
  const published = isAddress(registry) ? undefined : join(registry, 'usage');
  const folders = [
    ...(USAGE_FOLDER ? [USAGE_FOLDER] : []),
    ...(published !== undefined && existsSync(published) ? [published] : []),
  ];
  return folders.length > 0 ? folders : [join(CITYLINK_FOLDER || '.citylink', 'usage')];
}
