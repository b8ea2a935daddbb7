import type { TerraformStack } from 'cdktf';

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

/** cdktf's memory of every token ever made, and through them of every construct. */
interface TokenMapModule {
  readonly TokenMap: {
    instance(): {
      readonly stringTokenMap: Map<unknown, unknown>;
      readonly numberTokenMap: Map<unknown, unknown>;
    };
  };
}

/** Lets go of the constructs of stacks that are written: cdktf keeps each until the process ends. */
export function forgetTokens(): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- as above, the bundle's one copy
  const { TokenMap } = require('cdktf/lib/tokens/private/token-map') as TokenMapModule;
  const { stringTokenMap, numberTokenMap } = TokenMap.instance();
  stringTokenMap.clear();
  numberTokenMap.clear();
}

/**
 * Spares a stack the pass that looks for references to other stacks of its app, a third of a synth's time. Only for the one
 * stack of an app, whose backend is set: there is no other stack it could refer to.
 */
export function skipReferenceSearch(stack: TerraformStack): void {
  stack.prepareStack = () => undefined;
}
