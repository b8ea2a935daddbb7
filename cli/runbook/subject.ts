import type { AwsInstance } from '../../model/deployment/aws-deployment';
import type { GoogleInstance } from '../../model/deployment/google-deployment';
import type { DeployedService } from '../../model/deployment/facts';
import type { MechanismName } from '../../model/recovery/mechanisms';
import { servesIn, servingOf, type Serving } from '../../model/recovery/serving';
import { hasOperator } from '../../model/access/operators';
import { shellWord } from '../bootstrap/shell';
import { command } from '../connect/block';
import type { FoundService } from '../find-service';
import { recoveryPrefix } from '../serving-home';
import { USUAL_FOLDER } from '../open-estate';
import type { Step } from './document';

/** What a runbook is of. */
interface SubjectOf<Kind extends AwsInstance | GoogleInstance> {
  readonly instance: Kind;
  readonly service: DeployedService;
  /** How the names of what the environment shares begin. */
  readonly prefix: string;
  /** The stacks that the environment’s instances share, in either region. */
  readonly shared: { readonly primary: string; readonly recovery: string | undefined };
  readonly timeZone: string;
  /** The folder of the estate, as the command line names it. */
  readonly estate: string;
}

export type AwsSubject = SubjectOf<AwsInstance>;
export type GoogleSubject = SubjectOf<GoogleInstance>;
export type Subject = AwsSubject | GoogleSubject;

export function subjectOf(
  { instance, service, foundation }: FoundService,
  timeZone: string,
  estate: string,
): Subject {
  const { prefix, stack: primary, recovery } = foundation;
  const shared = { primary, recovery: recovery?.stack };
  const rest = { service, prefix, shared, timeZone, estate };
  return instance.cloud === 'aws' ? { ...rest, instance } : { ...rest, instance };
}

export const isOnAws = (subject: Subject): subject is AwsSubject =>
  subject.instance.cloud === 'aws';

/** The instance that serves now. */
export function servingNow({ instance }: Subject): Serving {
  const { target, decisions } = instance;
  return servingOf({
    ...instance,
    region: target.region,
    readers: decisions.readers.value,
  });
}

/** The instance of the primary region whose copies are kept: the one that serves there, or last did. */
export function keptIdentifier(subject: Subject): string {
  const { instance } = subject;
  return servesIn(instance) === 'primary' ? servingNow(subject).identifier : instance.identifier;
}

export function has({ instance }: Subject, name: MechanismName): boolean {
  return instance.recovery.mechanisms.some(({ value }) => value === name);
}

/** How the names of an instance’s network, groups and vault begin: its own where it is isolated. */
export function prefixIn({ instance, prefix }: Subject, region: 'primary' | 'recovery'): string {
  const { identifier, ownNetwork, recoveryHome } = instance;
  if (region === 'recovery') {
    return ownNetwork && recoveryHome ? recoveryHome.identifier : recoveryPrefix(prefix);
  }
  return ownNetwork ? identifier : prefix;
}

/** A name for what is restored that nothing here has yet. */
export function freeName({ instance }: Subject, wish: string): string {
  const taken = instance.restores.map(({ name }) => name);
  const names = [wish, ...taken.map((_, i) => `${wish}-${String(i + 2)}`)];
  return names.find((name) => !taken.includes(name)) ?? wish;
}

/** As whose state `restoreFrom` restores what is kept: `primary`, or a restored instance by its name. */
export function keptName({ instance }: Subject): string {
  return servesIn(instance) === 'primary' ? instance.active.value : 'primary';
}

/** Where lines go that leave others as they are; what left unsaid of which instance it is must say so once another serves. */
export function beside({ instance }: Subject): string {
  const unsaid = instance.restores.some(
    ({ source: { value } }) => value.from !== 'snapshot' && value.of === 'primary',
  );
  return `beside what stands below \`overrides\` and \`restoreFrom\` already${unsaid ? ' (an entry there by an instant, or from replicated backups, that has no `of` gets `of: primary`)' : ''}`;
}

/** The file of the service that the runbook is of. */
export const fileOf = ({ service }: Subject): string => service.place.split(':')[0] ?? '';

/** Lines below `overrides` of the service’s file: what they say counts in this environment alone. */
export function statement(
  { instance }: Subject,
  ...lines: readonly string[]
): NonNullable<Step['estate']> {
  return ['overrides:', `  ${instance.environment}:`, ...lines.map((line) => `    ${line}`)];
}

/** A deploy of stacks and of nothing that they wait for. */
export function deploy({ estate }: Subject, ...stacks: readonly string[]): string[] {
  const named = estate === USUAL_FOLDER ? '' : `KURA_ESTATE=${shellWord(estate)} `;
  return command(
    `${named}npx cdktf deploy ${stacks.map(shellWord).join(' ')}`,
    '--ignore-missing-stack-dependencies',
  );
}

/** What of the recovery region must be deployed for it to serve: of the shared part only the host, which is there for operators. */
export function recoveryStacks({ instance, shared }: Subject): string[] {
  const { recoveryHome, ownNetwork } = instance;
  const host = hasOperator(instance) && !ownNetwork && shared.recovery !== undefined;
  return [
    ...(host && shared.recovery ? [shared.recovery] : []),
    ...(recoveryHome ? [recoveryHome.stack] : []),
  ];
}

/** How clients learn of whom they connect to. */
export function contractStep({ instance, service }: Subject, stack: string, client: string): Step {
  const joins = instance.cloud === 'aws' ? 'join the security group' : 'bear the network tag';
  return {
    text: `Clients: give the application the contract of ${stack}, and let its machines ${joins} ${client}, or what else lets them in. What was connected before must connect anew.`,
    commands: command(
      `terraform -chdir=${shellWord(`cdktf.out/stacks/${stack}`)}`,
      `output -json ${service.contract.output}`,
    ),
  };
}

/** Whoever else is on the instance goes with it. */
export function companions({ instance, service }: Subject): readonly DeployedService[] {
  return instance.services.filter((each) => each !== service);
}
