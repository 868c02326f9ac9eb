// What holds a loop for long without freezing it for good? Loaded before the program: told so by a signal, it is busy for four seconds.
process.on('SIGUSR2', () => {
  const until = performance.now() + 4_000
  while (performance.now() < until);
})
