/**
 * Writes the document of a mutation whose input has the name of the mutation, as all of ours have.
 *
 * @param answer what is read of it, in braces; empty for a scalar
 */
export function mutationOf(mutation: string, answer = '{ id }'): string {
  const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
  return `mutation ($input: ${type}!) { ${mutation}(input: $input) ${answer} }`;
}
