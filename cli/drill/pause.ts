const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Waits, in milliseconds, until it is over or somebody stops the program: whoever waits then says how to go on. */
export function pause(milliseconds: number): Promise<'over' | 'stopped'> {
  return new Promise((resolve) => {
    const end = (how: 'over' | 'stopped') => (): void => {
      clearTimeout(timer);
      for (const signal of SIGNALS) process.off(signal, stop);
      resolve(how);
    };
    const stop = end('stopped');
    const timer = setTimeout(end('over'), milliseconds);
    for (const signal of SIGNALS) process.on(signal, stop);
  });
}
