import { spawn } from 'node:child_process';
import type { Problem } from '../model/problem';

/** How a command of the machine ended; undefined where there is no such program. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs a command of the machine to its end and keeps what it says. A signal that stops this program stops the command first, so
 * that what comes after it, such as removing its files, still does.
 */
export function runCommand(
  program: 'aws' | 'gcloud',
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => (said[stream] += text));
    }
    const stop = (): void => void child.kill();
    for (const signal of SIGNALS) process.on(signal, stop);
    const end = (ended: Ended | undefined): void => {
      for (const signal of SIGNALS) process.off(signal, stop);
      resolve(ended);
    };
    child.on('error', () => end(undefined));
    child.on('close', (status) => end({ status, ...said }));
  });
}

export function notInstalled(place: string, program: 'aws' | 'gcloud'): Problem {
  return {
    place,
    required: `the ${program} command is required`,
    got: 'no such program on the PATH',
    cure: 'Install it, or print the command with --print and run it elsewhere.',
  };
}

const LONGEST = 300;

/** What a command said of its failure in one line, as a message shows it. */
export function lastWords({ stderr, status }: Ended): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  // Google's command adds where to read on.
  const last =
    lines.findLast((line) => line.startsWith('ERROR:')) ??
    lines.findLast((line) => line !== '') ??
    `exit code ${String(status)}`;
  return JSON.stringify(last.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, LONGEST));
}
