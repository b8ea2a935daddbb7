import { pause } from '../../../cli/drill/pause';

test('a pause is over after its time, and leaves no listener', async () => {
  const before = process.listenerCount('SIGINT');
  expect(await pause(1)).toBe('over');
  expect(process.listenerCount('SIGINT')).toBe(before);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it at once', async (signal) => {
  const waiting = pause(60_000);
  process.emit(signal);
  expect(await waiting).toBe('stopped');
  expect(process.listenerCount(signal)).toBe(0);
});
