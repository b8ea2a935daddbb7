import { spawnSync } from 'node:child_process';
import type { Problem } from '../../model/problem';
import { EXIT } from '../exit-code';
import { refuse } from '../refuse';
import { printAside } from '../terminal';

/** Runs the very script that is printed, through bash. It asks nothing and checks where it is before it writes. */
export function runScript(script: string, program: 'aws' | 'gcloud'): void {
  const missing = ['bash', program].find((each) => !isInstalled(each));
  if (missing !== undefined) {
    refuse([
      {
        place: '--run',
        required: `the ${missing} command is required`,
        got: 'no such program on the PATH',
        cure: 'Install it, or leave --run out and run the printed script elsewhere.',
      },
    ]);
    return;
  }
  const { status } = spawnSync('bash', ['-s'], {
    input: script,
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  if (status === 0) return;
  printAside(
    'The bootstrap stopped. Run it again once the reason above is mended: what is done stays.',
  );
  process.exitCode = EXIT.unusable;
}

/** What is wrong with running a script that nobody is trusted in. */
export function nobodyTrusted(words: 'ARN' | 'MEMBER'): Problem {
  return {
    place: '--run',
    required: `somebody who may ${words === 'ARN' ? 'take the roles' : 'act as the service accounts'} is required`,
    got: 'nobody',
    cure: `Add --trust ${words}, or --github ORG/REPO.`,
  };
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}
