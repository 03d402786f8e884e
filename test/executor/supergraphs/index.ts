import { chainedRequires } from './chained-requires.js';
import { interfaces } from './interfaces.js';
import { keys } from './keys.js';
import { mutations } from './mutations.js';
import { provides } from './provides.js';
import { requiredArguments } from './required-arguments.js';
import { requires } from './requires.js';
import { shared } from './shared.js';
import type { SmallSupergraph } from './small-supergraph.js';
import { unions } from './unions.js';
import { unresolvableKeys } from './unresolvable-keys.js';
import { values } from './values.js';

export const smallSupergraphs: readonly SmallSupergraph[] = [
  keys,
  requires,
  interfaces,
  unions,
  shared,
  provides,
  values,
  mutations,
  unresolvableKeys,
  requiredArguments,
  chainedRequires,
];
