/** Runs before a program that is measured: it ends with us, and tells its own use of the machine when asked. */
process.once('disconnect', () => process.exit(0));
process.on('message', (message) => {
  if (message !== 'usage') return;
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMicros: user + system, peakBytes: process.resourceUsage().maxRSS * 1024 });
});
