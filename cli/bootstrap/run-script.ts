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

/** Lists of who may take what a script makes, each with its option and what it is about. */
const HANDS = {
  trust: { option: '--trust', about: '' },
  auditTrust: { option: '--audit-trust', about: ' of the audit trail' },
} as const;
export type Hands = keyof typeof HANDS;

/** What is wrong with running a script in which nobody is named for something. */
export function nobodyTrusted(hands: Hands, words: 'ARN' | 'MEMBER'): Problem {
  const { option, about } = HANDS[hands];
  return {
    place: '--run',
    required: `somebody who may ${words === 'ARN' ? 'take the roles' : 'act as the service accounts'}${about} is required`,
    got: 'nobody',
    cure: `Add ${option} ${words}, or --github ORG/REPO.`,
  };
}

/** What to say of a printed script in which nobody is named for something. */
export function sayNobody(hands: Hands, words: 'ARN' | 'MEMBER'): string {
  const variable = hands === 'trust' ? 'trust' : 'audit_trust';
  const [whom, { option }] = [
    hands === 'trust' ? 'Nobody is trusted' : 'Nobody is trusted with the audit trail',
    HANDS[hands],
  ];
  return `${whom} yet: fill in \`${variable}\`, or print this again with ${option} ${words}.`;
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}
