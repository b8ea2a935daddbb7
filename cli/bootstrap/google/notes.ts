import type { Trust } from '../trust';
import { nameOf } from './account-names';
import type { ProjectScope } from './project-scope';
import { trailNotesBeside } from './trail-notes';

/** What the reader should know beside what is done. */
export function notesOf(scope: ProjectScope, trust: Trust): string[] {
  const { accounts, home, prefix, networkHosts, operators } = scope;
  const [deploy, plan] = [nameOf(accounts.deploy), nameOf(accounts.plan)];
  return [
    home
      ? `Its stacks keep their state with the environment’s, whose ${deploy} goes on to this one: run that project’s section first.`
      : `State is read with the credentials Terraform runs with: export GOOGLE_IMPERSONATE_SERVICE_ACCOUNT=${accounts.deploy}.`,
    `To plan as ${plan}, override the provider’s impersonate_service_account, and plan with -lock=false.`,
    // What the conditions leave open, largest first.
    `Neither account reads a secret, logs in or exports. But ${deploy} says who does: it may let anybody read ${prefix}’s secrets, use its keys or log in, itself included. Trust few.`,
    `${deploy} also changes, copies, overwrites by a backup and deletes every database and network of the project, not ${prefix}’s alone: conditions cannot tell them apart. Give it a project of its own.`,
    `${deploy} also says as whom a runner’s job runs. Google has no condition that names the accounts: it may run a job as any service account of the project but a trail’s, and so do what that may.`,
    `${deploy} also says who may do what with every Cloud Run job of the project${operators ? ', and who may tunnel to every machine' : ''}, by any role: conditions limit neither the jobs nor the roles there. On ${prefix}’s buckets of runners${operators ? ' and its hosts' : ''} they limit the name, not the role.`,
    `A runner may make a user of any Cloud SQL instance of the project an administrator, or set its password: conditions do not tell users apart by instance. Give an environment a project of its own, and what must stay apart from its neighbours an isolated one.`,
    `Data Access audit logs are charged by volume. Without them there is no record of IAM logins, of pgAudit’s lines and of who reads a secret. Google does not say whether the limit on grants also keeps ${deploy} from switching them off.`,
    ...(home ? [] : [`${deploy} can delete state; old versions stay 365 days, deleted ones 30.`]),
    ...networkHosts.map(
      (host) =>
        `${host} has a network that is used here: ${deploy} and ${plan} need servicenetworking.services.get there. On the subnet of runners, ${deploy} and Cloud Run’s agent (service-NUMBER@serverless-robot-prod.iam.gserviceaccount.com) need roles/compute.networkUser.`,
    ),
    ...(trust.github === undefined || home
      ? []
      : [
          `GitHub is trusted by the repository’s name: whoever gets that name after you, gets in. Protect its environment ${scope.environment}.`,
        ]),
    ...trailNotesBeside(scope, deploy),
    'What an organisation’s administrator may add is at the end, as comments. The deny policy there keeps the accounts from secrets, keys, exports and connectors, whatever they grant themselves; a login as such cannot be denied.',
  ];
}
