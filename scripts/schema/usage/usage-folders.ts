import { join } from 'node:path';
import { isAddress } from '../../../gateway/supergraph/registry/registry-files.js';

/**
 * The folders of what gateways recorded: that of `npm start` on this machine, unless USAGE_FOLDER names another, and
 * `usage/` of a registry that is a folder.
 */
export function usageFolders(registry: string): string[] {
  const { USAGE_FOLDER, CITYLINK_FOLDER } = process.env;
  const ours = USAGE_FOLDER || join(CITYLINK_FOLDER || '.citylink', 'usage');
  return [ours, ...(isAddress(registry) ? [] : [join(registry, 'usage')])];
}
