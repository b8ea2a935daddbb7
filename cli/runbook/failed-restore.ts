import { addressOf } from '../../constructs/address';
import { shellWord } from '../bootstrap/shell';
import { command } from '../connect/block';
import type { Step } from './document';
import { sql } from './google';
import { deploy, fileOf, isOnAws, type Subject } from './subject';

/**
 * Where the deploy that restores fails half-way: what is there may be empty, and Terraform has it as tainted. An instance that does not
 * serve is let go by any plan, but not by the cloud, which protects it.
 */
export function failedRestoreStep(subject: Subject, name: string): readonly Step[] {
  // RDS makes what it restores, data and all, or nothing.
  if (isOnAws(subject)) return [];
  const { id, identifier, stack, target } = subject.instance;
  const restored = `${identifier}-at-${name}`;
  const address = `google_sql_database_instance.${addressOf(id, 'at', name)}`;
  return [
    {
      text: `Only where that deploy failed: never \`terraform untaint\` what it left, for an empty database would count as restored from then on. Let Terraform forget it, delete it, write another name in place of ${name} into ${fileOf(subject)} (${restored} may be kept for a week), and deploy.`,
      commands: [
        ...command(
          `terraform -chdir=${shellWord(`cdktf.out/stacks/${stack}`)}`,
          `state rm ${address}`,
        ),
        ...sql(subject, 'instances patch', restored, '--no-deletion-protection'),
        ...command(
          `gcloud sql instances delete ${shellWord(restored)}`,
          `--project=${target.project}`,
        ),
        ...deploy(subject, stack),
      ],
    },
  ];
}
