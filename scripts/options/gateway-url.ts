import { InvalidArgumentError } from 'commander';

/**
 * Reads the address of a gateway.
 *
 * @returns its endpoint: `/graphql` where the address has no path
 * @throws InvalidArgumentError for anything that is no http or https address
 */
export function gatewayUrl(text: string): URL {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError('It must be an address such as http://127.0.0.1:4000.');
  const url = new URL(text);
  if (url.pathname === '/') url.pathname = '/graphql';
  return url;
}

/** The gateway that `npm start` starts on this machine: PORT is its port. */
export const LOCAL_GATEWAY = gatewayUrl(`http://127.0.0.1:${process.env['PORT'] || 4000}`);
