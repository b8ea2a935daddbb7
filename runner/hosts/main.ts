import { runAsJob } from './job';
import { runOnLambda, type Kept } from './lambda';

/* One bundle for both clouds: Lambda loads it and calls `handler`, Cloud Run starts it as a program. */

const log = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** What Lambda calls. */
export const handler = (event: unknown): Promise<Kept> => runOnLambda(event, process.env, log);

/** The connector renews its certificates behind, so that the program is ended and does not end by itself. */
async function main(): Promise<void> {
  // Where the API cannot be reached the connector also rejects promises that nobody holds; the run says what is wrong.
  process.on('unhandledRejection', (reason) => log(`Behind the run: ${String(reason)}`));
  const code = await runAsJob(process.argv.slice(2), process.env, log);
  process.stdout.write('', () => process.exit(code));
}

if (require.main === module) void main();
