/** The network's days are Thai ones, which begin seven hours before those of UTC. */
const format = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Bangkok', year: 'numeric', month: '2-digit', day: '2-digit' });

/** The day in Thailand at a moment, `YYYY-MM-DD`. */
export function thaiDay(at: Date): string {
  return format.format(at);
}
