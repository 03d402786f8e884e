import { join } from 'node:path';
import { isAddress } from '../../../gateway/supergraph/registry/registry-files.js';

/** Where gateways of this machine record what clients ask for, unless USAGE_FOLDER says otherwise. */
const DEFAULT_FOLDER = join('.citylink', 'usage');

/** The folders of what gateways recorded: that of this machine, and `usage/` of a registry that is a folder. */
export function usageFolders(registry: string): string[] {
  return [process.env['USAGE_FOLDER'] || DEFAULT_FOLDER, ...(isAddress(registry) ? [] : [join(registry, 'usage')])];
}
