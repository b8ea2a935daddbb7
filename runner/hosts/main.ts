import { runAsJob } from './job';
import { runOnLambda, type Invocation } from './lambda';

/* One bundle for both clouds: Lambda loads it and calls `handler`, the loader of Cloud Run's job calls `main`. */

const log = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** What Lambda calls. */
export const handler = (event: unknown, invocation: Invocation): ReturnType<typeof runOnLambda> =>
  runOnLambda(event, { environment: process.env, log, invocation });

/**
 * What the loader calls, with the file of the declared state, of a drill or of a watch. The connector renews its certificates behind, so
 * that the program is ended and does not end by itself.
 */
export async function main(args: readonly string[]): Promise<void> {
  // Where the API cannot be reached the connector also rejects promises that nobody holds; the run says what is wrong.
  process.on('unhandledRejection', (reason) => log(`Behind the run: ${String(reason)}`));
  const code = await runAsJob(args, process.env, log);
  process.stdout.write('', () => process.exit(code));
}
