import { Command, Option } from 'commander';
import type { Deployment } from '../model/deployment/deployment';
import { quote, type Problem } from '../model/problem';
import { planBootstrap } from './bootstrap/aws/plan';
import { scriptOf } from './bootstrap/aws/script';
import { planGoogleBootstrap } from './bootstrap/google/plan';
import { googleScriptOf } from './bootstrap/google/script';
import { nobodyTrusted, runScript, sayNobody, type Hands } from './bootstrap/run-script';
import type { Trust } from './bootstrap/trust';
import { formatOption } from './explain';
import { estateOption, openEstate } from './open-estate';
import { refuse } from './refuse';
import { printAside, printJson } from './terminal';

interface BootstrapOptions {
  readonly estate: string;
  readonly format: 'text' | 'json';
  readonly trust: readonly string[];
  readonly auditTrust: readonly string[];
  readonly github?: string;
  readonly account?: string;
  readonly project?: string;
  readonly run?: boolean;
  readonly google?: boolean;
}

/** `kura bootstrap`: the script that makes what must exist before Terraform; with `--run` it runs it. */
export function bootstrapCommand(): Command {
  return new Command('bootstrap')
    .description(
      'Print, or run, what must exist before Terraform: state buckets, their keys, roles.',
    )
    .argument('<environment>', 'an environment of estate.yaml')
    .addOption(estateOption())
    .option('--google', 'the environment on Google Cloud; on AWS where absent')
    .addOption(
      principalsOption(
        '--trust <principal>',
        'who may take the roles: the ARN of an IAM role or user, or with --google an IAM member; repeatable',
      ),
    )
    .addOption(
      principalsOption(
        '--audit-trust <principal>',
        'who may take the roles of the audit trail: somebody else; repeatable',
      ),
    )
    .option(
      '--github <org/repo>',
      'repository whose workflows may take the roles: those of environment <environment>-audit the trail’s',
    )
    .option('--account <id>', 'one AWS account of the environment; all where absent')
    .option('--project <id>', 'one Google Cloud project of the environment; all where absent')
    .option('--run', 'run the script with the machine’s aws or gcloud command and credentials')
    .addOption(formatOption())
    .action(bootstrap);
}

/** Principals, one each time that it is written. */
function principalsOption(flags: string, description: string): Option {
  return new Option(flags, description)
    .argParser((one: string, before: readonly string[]) => [...before, one])
    .default([], 'none');
}

function bootstrap(environment: string, options: BootstrapOptions): void {
  const { estate, format, run, google } = options;
  const misplaced = optionOfOtherCloud(options);
  if (misplaced) {
    refuse([misplaced]);
    return;
  }
  const opened = openEstate(estate, { bootstrapping: true });
  if (!opened) return;
  const planned = (google ? onGoogle : onAws)(opened.deployment, environment, options);
  if ('problems' in planned) {
    refuse(planned.problems);
    return;
  }
  const { plan, script, program, words } = planned;
  if (run) {
    if (unnamed(plan).length === 0) runScript(script, program);
    else refuse(unnamed(plan).map((hands) => nobodyTrusted(hands, words)));
    return;
  }
  if (format === 'json') {
    printJson(plan);
    return;
  }
  // The script alone: it can be piped, kept and read.
  process.stdout.write(script);
  for (const hands of unnamed(plan)) printAside(sayNobody(hands, words));
}

/** What of a plan the user has yet to say who may take. */
const unnamed = ({ trusted, auditTrusted }: Planning): Hands[] => [
  ...(trusted ? [] : ['trust' as const]),
  ...(auditTrusted ? [] : ['auditTrust' as const]),
];

interface Planning {
  readonly trusted: boolean;
  readonly auditTrusted: boolean;
}

type Planned =
  | {
      readonly plan: Planning;
      readonly script: string;
      readonly program: 'aws' | 'gcloud';
      /** What --trust takes. */
      readonly words: 'ARN' | 'MEMBER';
    }
  | { readonly problems: readonly Problem[] };

/** Who may take the environment’s roles, and who the trail’s: workflows take each in a GitHub environment of its own. */
function trustsOf({ trust, auditTrust, github }: BootstrapOptions): Record<Hands, Trust> {
  const by = (principals: readonly string[]): Trust => ({
    principals: [...new Set(principals)],
    ...(github === undefined ? {} : { github }),
  });
  return { trust: by(trust), auditTrust: by(auditTrust) };
}

function onAws(deployment: Deployment, environment: string, options: BootstrapOptions): Planned {
  const { account } = options;
  const choice = {
    ...{ environment, ...trustsOf(options) },
    ...(account === undefined ? {} : { account }),
  };
  const plan = planBootstrap(deployment, choice);
  if (!plan.ok) return plan;
  return { plan: plan.value, script: scriptOf(plan.value), program: 'aws', words: 'ARN' };
}

function onGoogle(deployment: Deployment, environment: string, options: BootstrapOptions): Planned {
  const { project } = options;
  const choice = {
    ...{ environment, ...trustsOf(options) },
    ...(project === undefined ? {} : { project }),
  };
  const plan = planGoogleBootstrap(deployment, choice);
  if (!plan.ok) return plan;
  return {
    plan: plan.value,
    script: googleScriptOf(plan.value),
    program: 'gcloud',
    words: 'MEMBER',
  };
}

function optionOfOtherCloud({ google, account, project }: BootstrapOptions): Problem | undefined {
  if (google && account !== undefined) {
    return {
      place: '--account',
      required: 'an account is chosen on AWS only',
      got: quote(account),
      cure: 'Leave --google out, or name a project with --project.',
    };
  }
  if (!google && project !== undefined) {
    return {
      place: '--project',
      required: 'a project is chosen on Google Cloud only',
      got: quote(project),
      cure: 'Add --google, or name an account with --account.',
    };
  }
  return undefined;
}
