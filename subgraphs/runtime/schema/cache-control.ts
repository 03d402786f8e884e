import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { ApolloServerPluginCacheControl } from '@apollo/server/plugin/cacheControl';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { Directive } from 'type-graphql';

/** What is used of the directive that Apollo Server reads: its enum would become a type of the whole network. */
const DEFINITION = 'directive @cacheControl(maxAge: Int) on FIELD_DEFINITION\n';

/** Seconds for which a result without such a field may be kept: what has changed ends it sooner. */
const UNLIMITED_SECONDS = 365 * 24 * 60 * 60;

/**
 * Declares for how long results with a field may be kept, where neither a change of the store nor the time of day ends them: what
 * comes from elsewhere, such as a sensor.
 *
 * @param maxAge in seconds; with 0 no result with the field is kept
 */
export function CacheControl(maxAge: number): PropertyDecorator & MethodDecorator {
  return Directive(`@cacheControl(maxAge: ${maxAge})`);
}

/** The definition of the directive, where type definitions use it: composition knows none. */
export function cacheControlDefinition(sdl: string): string {
  return hasCacheControl(sdl) ? DEFINITION : '';
}

/** Writes what the fields of an operation declare as `Cache-Control` of its response. */
export function cacheControlPlugin<C extends BaseContext>(sdl: string): ApolloServerPlugin<C> {
  // It wraps each resolver.
  if (!hasCacheControl(sdl)) return ApolloServerPluginCacheControlDisabled() as ApolloServerPlugin<C>;
  return ApolloServerPluginCacheControl({ defaultMaxAge: UNLIMITED_SECONDS }) as ApolloServerPlugin<C>;
}

function hasCacheControl(sdl: string): boolean {
  return sdl.includes('@cacheControl(');
}
