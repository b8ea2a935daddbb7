import { DataAwsSecurityGroup } from '@cdktf/provider-aws/lib/data-aws-security-group';
import { SchedulerScheduleGroup } from '@cdktf/provider-aws/lib/scheduler-schedule-group';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { addressOf, pin } from '../constructs/address';
import { Endpoints } from '../constructs/aws/endpoints';
import { JumpHost } from '../constructs/aws/jump-host';
import type { Trail } from '../constructs/aws/log-subscription';
import { ScheduleAlarm } from '../constructs/aws/schedule-alarm';
import { Passage, passageDatabasesName, passageName, type Apis } from '../constructs/aws/passage';
import type { Routes } from '../model/alerts/routes';
import type { AwsNetworkPlan, AwsTarget } from '../model/deployment/aws-deployment';
import { ENGINES, ENGINE_FACTS } from '../model/tables/engines';
import { createAwsAlarms, findAwsAlarms, type AwsAlarms } from './aws-alarms';
import {
  createAwsDrillHome,
  DRILL,
  findAwsDrillHome,
  type AwsDrillChoice,
  type AwsDrillHome,
} from './aws-drill-home';
import type { PlacedNetwork } from './aws-network';
import { createAwsWatch, type AwsWatchChoice } from './aws-watch';

/** What the runners of one network share, and its operators where there are any. */
export interface AwsCommons {
  /** The group that runners are in. */
  readonly runnersId: string;
  /** The groups that a database joins to let runners in, and operators where it has one. */
  readonly runnerDatabasesId: string;
  readonly operatorDatabasesId: string | undefined;
  /** What rehearses recoveries, where one is rehearsed. */
  readonly drills: AwsDrillHome | undefined;
  /** Where alarms go. */
  readonly alarms: AwsAlarms;
  /** The schedule group, where this stack makes it. */
  readonly scheduleGroup: readonly ITerraformDependable[];
  /** What must exist before a runner reaches anything, where this stack makes it. */
  readonly after: readonly ITerraformDependable[];
}

export interface CommonsChoice {
  readonly address: string;
  /** How the network's names begin. */
  readonly prefix: string;
  readonly target: AwsTarget;
  readonly plan: AwsNetworkPlan;
  readonly network: PlacedNetwork;
  readonly routes: Routes;
  readonly operators: boolean;
  /** What rehearses recoveries in it, where one is, or comes to be. */
  readonly drills: AwsDrillChoice | undefined;
  /** What emits the metrics that RDS has not. */
  readonly watch: AwsWatchChoice;
  /** Whether passwords are kept for it, or may come to be: the runner writes them through an endpoint. */
  readonly secrets: boolean;
  /** Where what rehearses sends its log too. */
  readonly trail: Trail;
  readonly key: { readonly arn: string };
}

/** The schedule group of a network's runners. */
export function scheduleGroupName(prefix: string): string {
  return `${prefix}-runners`;
}

const RUNNER = 'runner';
const JUMP = 'jump';
const PORTS = ENGINES.map((engine) => ENGINE_FACTS[engine].port).sort((a, b) => a - b);

/**
 * Makes what the runners of a network share. In a network that somebody else runs nothing is added but security groups: it brings
 * its own way to the APIs of RDS and Secrets Manager, and of Session Manager where there are operators, and says in which ranges.
 * The groups of operators are there without any: the last one's databases would hold on to a group that is to go before they
 * leave it, and AWS deletes none that is in use.
 */
export function createAwsCommons(scope: Construct, choice: CommonsChoice): AwsCommons {
  const { address, prefix, target, network, operators, drills, watch, trail, key } = choice;
  const endpoints = createEndpoints(scope, choice);
  const apis = apisOf(choice, endpoints);
  const passage = (who: string): Passage =>
    new Passage(
      scope,
      `passage-${who}`,
      { address, prefix, who, ports: PORTS },
      { vpcId: network.vpcId, apis },
    );
  const runners = passage(RUNNER);
  const reachable = endpoints?.resources ?? [];
  const scheduleGroup = scheduleGroupName(prefix);
  const group = new SchedulerScheduleGroup(scope, 'schedule-group', { name: scheduleGroup });
  pin(group, addressOf(address, 'runners'));
  const alarms = createAwsAlarms(scope, choice, { key });
  createAwsWatch(
    scope,
    { address, prefix, target, scheduleGroup, actions: alarms.actions, watch },
    { key, network, securityGroupId: runners.id, scheduleGroup: [group] },
  );
  const { actions } = alarms;
  new ScheduleAlarm(scope, 'schedule-alarm', { address, prefix, scheduleGroup, actions });
  const jump = passage(JUMP);
  if (operators) {
    const [subnetId = ''] = network.subnetIds;
    const after = [...jump.resources, ...reachable];
    const wiring = { subnetId, securityGroupId: jump.id, key, after };
    new JumpHost(scope, 'jump-host', { address, prefix }, wiring);
  }
  return {
    runnersId: runners.id,
    runnerDatabasesId: runners.databasesId,
    operatorDatabasesId: operators ? jump.databasesId : undefined,
    drills:
      drills &&
      createAwsDrillHome(
        scope,
        { address, prefix, target, actions: alarms.actions, drills },
        { key, trail, network, passage: passage(DRILL) },
      ),
    alarms,
    scheduleGroup: [group],
    after: [...runners.resources, ...reachable],
  };
}

function apisOf({ plan }: CommonsChoice, endpoints: Endpoints | undefined): Apis {
  if (endpoints) return { referencedSecurityGroupId: endpoints.securityGroupId };
  return { cidrsIpv4: plan.kind === 'existing' ? plan.apis : [plan.cidr] };
}

function createEndpoints(
  scope: Construct,
  { address, prefix: name, target, plan, network, operators, secrets }: CommonsChoice,
): Endpoints | undefined {
  if (plan.kind === 'existing') return undefined;
  const { account, region } = target;
  const services = [
    'rds',
    ...(secrets ? ['secretsmanager'] : []),
    ...(operators ? ['ssm', 'ssmmessages'] : []),
  ];
  const settings = { address, name, account, region, cidr: plan.cidr, services };
  return new Endpoints(scope, 'endpoints', settings, network);
}

/** Finds what the foundation made, by its names. */
export function findAwsCommons(
  scope: Construct,
  {
    prefix,
    target,
    network,
    routes,
    operators,
    drills,
  }: {
    readonly prefix: string;
    readonly target: AwsTarget;
    readonly network: PlacedNetwork;
    readonly routes: Routes;
    /** Whether the instance lets operators in. */
    readonly operators: boolean;
    /** The stack that rehearses its recoveries, where one is rehearsed there. */
    readonly drills: string | undefined;
  },
): AwsCommons {
  const find = (id: string, name: string): string =>
    pin(new DataAwsSecurityGroup(scope, id, { name, vpcId: network.vpcId }), 'shared', id).id;
  return {
    runnersId: find('runners', passageName(prefix, RUNNER)),
    runnerDatabasesId: find('runner-databases', passageDatabasesName(prefix, RUNNER)),
    operatorDatabasesId: operators
      ? find('jump-databases', passageDatabasesName(prefix, JUMP))
      : undefined,
    drills:
      drills === undefined
        ? undefined
        : findAwsDrillHome(scope, { stack: drills, prefix, target, network }),
    alarms: findAwsAlarms({ prefix, target, routes }),
    scheduleGroup: [],
    after: [],
  };
}
