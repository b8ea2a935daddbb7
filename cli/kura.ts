import { run } from './run';

// A reader that stops early, such as `head`, is no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

void run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
