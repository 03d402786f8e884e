/** Tells of an address whether it leads to another machine. */
export function isRemote(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname !== 'localhost' && hostname !== '[::1]' && !hostname.startsWith('127.');
}
