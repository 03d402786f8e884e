/**
 * The path of the value that graphql-js found wrong, such as `input.hosts.1`: out of what it says of a variable.
 *
 * @returns undefined for what it says of anything else
 */
export function variablePath(message: string): string | undefined {
  const name = /^Variable "\$(\w+)" (?:got invalid value |of required type |of non-null type )/.exec(message)?.[1];
  if (name === undefined) return undefined;
  const path = new RegExp(` at "(${name}[.[][^"]*)"; `).exec(message)?.[1];
  const field = /; Field "(\w+)" (?:of required type "[^"]*" was not provided|is not defined by type "\w+")\./.exec(
    message,
  )?.[1];
  return [path?.replace(/\[(\d+)\]/g, '.$1') ?? name, ...(field === undefined ? [] : [field])].join('.');
}
