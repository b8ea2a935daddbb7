import { Lazy } from 'cdktf';
import { skipStackTraces } from '../../stacks/cdktf-internals';

const traceOfToken = (): readonly string[] => Lazy.anyValue({ produce: () => 'x' }).creationStack;

test('cdktf notes where a token was made until it is told not to', () => {
  expect(traceOfToken()).not.toHaveLength(0);
  skipStackTraces();
  expect(traceOfToken()).toHaveLength(0);
});
