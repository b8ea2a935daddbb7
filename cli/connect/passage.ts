import { roleArn } from '../../model/access/aws-identities';
import { memberOf } from '../../model/access/google-identities';
import { readIdentity } from '../../model/access/identity';
import { hasOperator } from '../../model/access/operators';
import type { Instance } from '../../model/deployment/deployment';
import type { Access, DeployedService, Endpoint } from '../../model/deployment/facts';
import { oneOf, quote, type Problem } from '../../model/problem';
import type { FoundService } from '../find-service';
import { servingNetwork } from '../serving-home';

/** What the command line says beside the service. */
export interface PassageChoice {
  /** As the estate writes it, or whole. */
  readonly as?: string;
  readonly reader?: boolean;
  readonly localPort?: number;
}

/** One person’s way to one database: who, through which host, to which endpoint, and where the near end is. */
export interface Passage {
  readonly service: DeployedService;
  readonly access: Access;
  readonly endpoint: Endpoint;
  /** How the names of the host’s network begin. */
  readonly network: string;
  readonly localPort: number;
}

/** Beside the engine’s own port, where a server of the developer’s may listen. */
const NEAR = 10_000;

/** The way in that was asked for, or all that is wrong with the question. `now` is the clock’s. */
export function choosePassage(
  { instance, service, foundation }: FoundService,
  choice: PassageChoice,
  now: Date,
): Passage | { readonly problems: readonly Problem[] } {
  const access = hasOperator(instance)
    ? chooseAccess(instance, service, choice.as)
    : noOperator(instance, service, now);
  const endpoint = chooseEndpoint(instance, service, choice.reader === true);
  const ended = 'required' in access ? undefined : endOf(access, now);
  if ('required' in access || 'required' in endpoint || ended !== undefined) {
    const found = [access, endpoint, ended];
    return { problems: found.flatMap((each) => (each && 'required' in each ? [each] : [])) };
  }
  return {
    ...{ service, access, endpoint },
    network: servingNetwork(instance, foundation),
    localPort: choice.localPort ?? NEAR + instance.port,
  };
}

/** Who is named, else the one operator. */
function chooseAccess(
  instance: Instance,
  { service, access, place }: DeployedService,
  as: string | undefined,
): Access | Problem {
  const waysIn = access.filter(({ via }) => via === 'iam');
  const names = waysIn.map(({ identity }) => identity);
  if (as !== undefined) {
    const named = access.find(({ identity }) => identity === fullName(as, instance));
    if (named?.via === 'iam') return named;
    return {
      place: '--as',
      required: `an identity that logs in to ${service} by IAM is required (${names.join(', ')})`,
      got: named ? `${quote(as)}, which logs in by password` : quote(as),
      cure: named ? 'Choose one of these.' : `Choose one of these, or declare it in ${place}.`,
    };
  }
  const operators = waysIn.filter(({ role }) => role === 'operator');
  const [operator] = operators;
  if (operator && operators.length === 1) return operator;
  return {
    place: '--as',
    required: `one identity must be meant, ${oneOf((operator ? operators : waysIn).map(({ identity }) => identity))}`,
    got: 'nothing',
    cure: 'Add --as IDENTITY.',
  };
}

/** Nobody of the instance comes through the host, so that the database does not let it in. */
function noOperator(instance: Instance, { service, place }: DeployedService, now: Date): Problem {
  const who = instance.cloud === 'aws' ? 'role/NAME' : "'user:NAME@DOMAIN'";
  return {
    place: place.split(':')[0] ?? place,
    required: `${service} must have an operator, for whom there is a host to go through`,
    got: 'none',
    cure: `Add below access: \`- { identity: ${who}, role: operator, until: '${nextWeek(now)}' }\`, and deploy.`,
  };
}

const WEEK = 7 * 24 * 60 * 60 * 1000;
const nextWeek = (now: Date): string => new Date(now.getTime() + WEEK).toISOString().slice(0, 10);

function chooseEndpoint(
  { environment, id }: Instance,
  { contract }: DeployedService,
  reader: boolean,
): Endpoint | Problem {
  if (!reader) return contract.writer;
  return (
    contract.readers[0] ?? {
      place: '--reader',
      required: `${environment}/${id} must have a reader`,
      got: 'none',
      cure: 'Leave --reader out, or write `readers: 1` in the service and deploy.',
    }
  );
}

function endOf({ until, place }: Access, now: Date): Problem | undefined {
  if (until === undefined || now.getTime() < Date.parse(until)) return undefined;
  return {
    place,
    required: 'the access must not have ended',
    got: quote(until),
    cure: 'Write a later `until`, and deploy.',
  };
}

/** The identity as its cloud writes it, in the instance’s account or project. */
function fullName(text: string, { target }: Instance): string {
  const identity = readIdentity(text);
  if (!identity) return text;
  if ('account' in target) {
    return identity.cloud === 'aws' ? roleArn(identity, target.account) : text;
  }
  return identity.cloud === 'google' ? memberOf(identity, target.project) : text;
}
