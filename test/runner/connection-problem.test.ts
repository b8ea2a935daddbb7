import { connectionProblem } from '../../runner/connection-problem';

it.each([
  ['ENOTFOUND', 'the names of the server and of the cloud’s APIs must have addresses'],
  ['ETIMEDOUT', 'the server must be reachable'],
  ['57P03', 'the server must be reachable'],
  ['CERT_HAS_EXPIRED', 'the server must prove who it is'],
  ['HANDSHAKE_SSL_ERROR', 'the server must prove who it is'],
  ['53300', 'the server must have a free session'],
  ['42P01', 'the run must go through'],
])('says of %s that %s', (code, required) => {
  const error = Object.assign(new Error('so'), { code });
  expect(connectionProblem('prod-x', error)).toMatchObject({
    ...{ place: 'prod-x', required, got: `"${code}: so"` },
  });
});

it('says the first of several errors at once', () => {
  const error = new AggregateError([Object.assign(new Error('a'), { code: 'ECONNREFUSED' })]);
  expect(connectionProblem('x', error).required).toBe('the server must be reachable');
});

it('shows no credentials of a URL, and no text without end', () => {
  const error = new Error(`at https://app:secret@host/\n${'x'.repeat(1000)}`);
  const { got } = connectionProblem('x', error);
  expect(got).toContain('https://…@host/ xxx');
  expect(got.length).toBeLessThan(500);
});

it('takes anything that may be thrown', () => {
  expect(connectionProblem('x', 'odd').got).toBe('"odd"');
  expect(connectionProblem('x', undefined).got).toBe('"undefined"');
});
