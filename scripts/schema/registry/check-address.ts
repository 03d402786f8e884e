import { createAddressRules } from '../../../gateway/upstream/address-rules.js';
import { nodeEnv, readVariables } from '../../../subgraphs/process/variables.js';
import { CommandError, usageError } from '../report/exit-code.js';

/**
 * Makes the check that an address of a subgraph has to pass before it is published: gateways of the same settings would refuse
 * to call it. A name that cannot be resolved here passes, because gateways may be in another network; they judge it again.
 *
 * @param env NODE_ENV and SUBGRAPH_ADDRESSES, as the gateways have them
 */
export function createAddressCheck(env: NodeJS.ProcessEnv): (url: string) => Promise<void> {
  const { NODE_ENV } = readVariables(env, { NODE_ENV: nodeEnv });
  const allowed = (env['SUBGRAPH_ADDRESSES'] ?? '').split(',').map((each) => each.trim());
  const rules = createAddressRules({ production: NODE_ENV === 'production', allowed: allowed.filter(Boolean) });
  return async (url) => {
    if (!/^https?:/.test(url) || !URL.canParse(url)) throw usageError(`"${url}" is no http address.`);
    const problem = rules.findProblem(url);
    if (problem !== undefined) throw new CommandError(`${url} cannot be published: ${problem}.`);
    const error = await new Promise<NodeJS.ErrnoException | null>((resolve) =>
      rules.lookup(new URL(url).hostname.replace(/^\[|\]$/g, ''), {}, (failure) => resolve(failure)),
    );
    if (error?.code === 'EADDRREFUSED') throw new CommandError(`${url} cannot be published: ${error.message}.`);
  };
}
