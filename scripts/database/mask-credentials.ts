const SECRET_OPTIONS = /([?&](?:authMechanismProperties|tlsCertificateKeyFilePassword|proxyPassword)=)[^&\s]*/gi;

/**
 * A text with every user name, password and secret option of the addresses in it replaced by `***`.
 *
 * The match runs to the last `@` of a word: a password with an unescaped `@` or `/` must not leak its tail, and
 * hiding too much of an odd address is the lesser fault.
 */
export function maskCredentials(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)\S*@/gi, '$1***@').replace(SECRET_OPTIONS, '$1***');
}
