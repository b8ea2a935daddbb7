/** Where a token was made, as cdktf notes it for its error messages. */
interface StackTraceModule {
  captureStackTrace: () => string[];
}

/**
 * Stops cdktf from noting a stack trace for every token: a quarter of the time of a large synth, and nothing in the
 * output. Errors then lack "token created at"; leave the call out to see it.
 */
export function skipStackTraces(): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a bundle's `import` is a frozen copy of the module
  const trace = require('cdktf/lib/tokens/private/stack-trace') as StackTraceModule;
  trace.captureStackTrace = () => [];
}
