import { spawnSync } from 'node:child_process';
import { Command, Option } from 'commander';
import { scriptOf } from './bootstrap/script';
import { planBootstrap, type BootstrapPlan } from './bootstrap/plan';
import { isNamed, type Trust } from './bootstrap/trust';
import { EXIT } from './exit-code';
import { formatOption } from './explain';
import { estateOption, openEstate } from './open-estate';
import { refuse } from './refuse';
import { printAside, printJson } from './terminal';

interface BootstrapOptions {
  readonly estate: string;
  readonly format: 'text' | 'json';
  readonly trust: readonly string[];
  readonly github?: string;
  readonly account?: string;
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
    .addOption(
      new Option('--trust <arn>', 'IAM role or user that may take the roles; repeatable')
        .argParser((arn: string, before: readonly string[]) => [...before, arn])
        .default([], 'none'),
    )
    .option('--github <org/repo>', 'repository whose workflows may take the roles')
    .option('--account <id>', 'one account of the environment; all where absent')
    .option('--run', 'run the script with the machine’s aws command and credentials')
    .option('--google', 'the environment on Google Cloud')
    .addOption(formatOption())
    .action(bootstrap);
}

function bootstrap(environment: string, options: BootstrapOptions): void {
  if (options.google) {
    printAside('Google bootstrap is not built yet.');
    process.exitCode = EXIT.unusable;
    return;
  }
  const opened = openEstate(options.estate);
  if (!opened) return;
  const trust: Trust = {
    principals: [...new Set(options.trust)],
    ...(options.github === undefined ? {} : { github: options.github }),
  };
  const { account } = options;
  const choice = { environment, trust, ...(account === undefined ? {} : { account }) };
  const plan = planBootstrap(opened.deployment, choice);
  if (!plan.ok) {
    refuse(plan.problems);
    return;
  }
  if (options.run) {
    run(plan.value, trust);
    return;
  }
  if (options.format === 'json') {
    printJson(plan.value);
    return;
  }
  // The script alone: it can be piped, kept and read.
  process.stdout.write(scriptOf(plan.value));
  if (!plan.value.trusted) {
    printAside('Nobody is trusted yet: fill in `trust`, or print this again with --trust ARN.');
  }
}

/** The very script that is printed, through bash. It asks nothing and checks the account before it writes. */
function run(plan: BootstrapPlan, trust: Trust): void {
  if (!isNamed(trust)) {
    refuse([
      {
        place: '--run',
        required: 'somebody who may take the roles is required',
        got: 'nobody',
        cure: 'Add --trust ARN, or --github ORG/REPO.',
      },
    ]);
    return;
  }
  const missing = ['bash', 'aws'].find((program) => !isInstalled(program));
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
    input: scriptOf(plan),
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  if (status === 0) return;
  printAside(
    'The bootstrap stopped. Run it again once the reason above is mended: what is done stays.',
  );
  process.exitCode = EXIT.unusable;
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}
