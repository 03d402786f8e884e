import { SignJWT } from 'jose';
import { LOCAL_AUDIENCE, LOCAL_ISSUER } from '../../gateway/auth/auth-config.js';
import { localKeys } from '../token/local-keys.js';

const CALLER = { id: 'bench', roles: ['network-admin'] };

/** Who writes: as a token that our gateway believes, and as the caller that other gateways tell the subgraphs. */
export async function benchToken(
  folder: string,
): Promise<{ token: string; publicKeyFile: string; caller: typeof CALLER }> {
  const { privateKey, publicKeyFile } = await localKeys(folder);
  const token = await new SignJWT({ roles: CALLER.roles })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT' })
    .setIssuer(LOCAL_ISSUER)
    .setAudience(LOCAL_AUDIENCE)
    .setSubject(CALLER.id)
    .setIssuedAt()
    .setExpirationTime('12h')
    .sign(privateKey);
  return { token, publicKeyFile, caller: CALLER };
}
