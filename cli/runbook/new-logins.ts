import { shellWord } from '../bootstrap/shell';
import { command } from '../connect/block';
import type { Step } from './document';
import { convergeStep } from './google';
import { fileOf, type GoogleSubject } from './subject';

/**
 * Of a copy that serves: its database users came with its data, and Terraform makes none there (a user that cannot be made would stop
 * the deploy that lets it serve).
 */
export function newLoginStep(subject: GoogleSubject, identifier: string): Step {
  const { project } = subject.instance.target;
  return {
    text: `For as long as ${identifier} serves, a login by IAM that is new in ${fileOf(subject)} gets its rights by the deploy and no database user: make that, by the name that the contract shows (on MySQL by the whole address), and start the runner. CLOUD_IAM_USER and CLOUD_IAM_GROUP are for people. When the primary serves again, its stack wants to make the same user and finds it there: import it, as PROJECT/INSTANCE/NAME.`,
    commands: [
      ...command(
        `gcloud sql users create 'LOGIN' --instance=${shellWord(identifier)}`,
        `--type=CLOUD_IAM_SERVICE_ACCOUNT --project=${project}`,
      ),
      ...(convergeStep(subject).commands ?? []),
    ],
  };
}
