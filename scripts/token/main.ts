import { Command, InvalidArgumentError } from 'commander';
import { SignJWT } from 'jose';
import { LOCAL_AUDIENCE, LOCAL_ISSUER } from '../../gateway/auth/auth-config.js';
import { nodeEnv, readVariables, VariablesError } from '../../subgraphs/process/variables.js';
import { localKeys } from './local-keys.js';
import { rolesOf, type AskedRoles } from './roles-of.js';
import { TokenError } from './token-error.js';

interface Flags extends Partial<AskedRoles> {
  sub?: string;
  scope?: string[];
  expires: string;
}

const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

const flags = new Command('npm run --silent token --')
  .description(
    'Prints a token for the gateway on this machine.\n`npm start` accepts it unless AUTH_JWKS_URL or AUTH_PUBLIC_KEY_FILE is set. Not for production.',
  )
  .option('--role <role>', 'network-admin, city-officer, partner-officer, host or viewer; may be repeated', collect)
  .option('--city <id>', 'the city of a city-officer, such as th-yala; may be repeated', collect)
  .option('--partner <id>', 'the partner of a partner-officer, such as depa; may be repeated', collect)
  .option('--event <id>', 'the event of a host; may be repeated', collect)
  .option('--sub <name>', 'the subject of the token, that is who the caller is (default: the first role)')
  .option(
    '--scope <scopes>',
    'scopes, separated by spaces, for fields that a schema marks with @requiresScopes; only roles decide what may be written; may be repeated',
    collect,
  )
  .option('--expires <time>', 'how long it is valid: a number and s, m, h or d', duration, '8h')
  .addHelpText(
    'after',
    '\nExample:\n  TOKEN=$(npm run --silent token -- --role city-officer --city th-yala)\n  curl -H "Authorization: Bearer $TOKEN" ...',
  )
  .parse()
  .opts<Flags>();

await printToken(flags).catch((error: Error) => {
  console.error(error instanceof TokenError || error instanceof VariablesError ? error.message : error.stack);
  process.exitCode = 1;
});

async function printToken({
  sub,
  scope = [],
  expires,
  role = [],
  city = [],
  partner = [],
  event = [],
}: Flags): Promise<void> {
  const { CITYLINK_FOLDER, AUTH_ISSUER, AUTH_AUDIENCE, AUTH_JWKS_URL } = process.env;
  if (readVariables(process.env, { NODE_ENV: nodeEnv }).NODE_ENV === 'production')
    throw new TokenError(
      'This command creates no tokens in production (NODE_ENV): they come from the issuer, AUTH_ISSUER.',
    );
  const roles = rolesOf({ role, city, partner, event });
  const { privateKey } = await localKeys(CITYLINK_FOLDER || '.citylink');
  const name = sub ?? roles[0] ?? 'somebody';
  const token = await new SignJWT({ roles, ...(scope.length > 0 && { scope: scope.join(' ') }) })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT' })
    .setIssuer(AUTH_ISSUER || LOCAL_ISSUER)
    .setAudience(AUTH_AUDIENCE || LOCAL_AUDIENCE)
    .setSubject(name)
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + secondsOf(expires))
    .sign(privateKey);
  if (AUTH_JWKS_URL)
    console.error('AUTH_JWKS_URL is set: a gateway that accepts tokens of that issuer does not accept this one.');
  console.error([...new Set([name, ...(roles.length > 0 ? roles : ['without roles'])]), `for ${expires}`].join(', '));
  process.stdout.write(`${token}\n`);
}

function collect(value: string, before: string[] = []): string[] {
  if (value.trim() === '') throw new InvalidArgumentError('It must not be empty.');
  return [...before, value.trim()];
}

function duration(text: string): string {
  if (!/^[1-9]\d{0,5}[smhd]$/.test(text))
    throw new InvalidArgumentError('It must be a number and s, m, h or d, such as 8h.');
  return text;
}

function secondsOf(text: string): number {
  return Number(text.slice(0, -1)) * SECONDS[text.at(-1) as keyof typeof SECONDS];
}
