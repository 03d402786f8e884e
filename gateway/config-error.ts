/** The configuration is not usable; the message lists every problem. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}
