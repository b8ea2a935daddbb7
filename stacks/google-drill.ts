import type { ITerraformDependable, TerraformStack } from 'cdktf';
import { Drill } from '../constructs/google/drill';
import { emailOf } from '../constructs/google/service-account';
import { customRole } from '../model/access/google-roles';
import type { GoogleFoundation, GoogleInstance } from '../model/deployment/google-deployment';
import { declareGoogleDrill, drillText } from '../model/recovery/declare-google-drill';
import type { Drill as DeclaredDrill } from '../model/recovery/recovery';
import { rehearsedIn } from '../model/recovery/rehearsals';
import { runnerAccountId } from '../model/sql/runner-account';
import type { PinnedObject } from '../model/sql/runner-store';
import { startBefore } from './google-runner';
import type { RunnerHome } from './google-runner-home';

export interface GoogleDrillsWiring {
  /** Of the stack's own region. */
  readonly home: RunnerHome;
  readonly network: { readonly id: string; readonly subnet: string };
  readonly program: PinnedObject;
  readonly labels: Readonly<Record<string, string>>;
  /** The runner's account and what else a drill needs, where the same stack makes it. */
  readonly after: readonly ITerraformDependable[];
}

/** The drills of an instance whose copies come up in one of its regions: at most one in each. */
export function createGoogleDrills(
  stack: TerraformStack,
  instance: GoogleInstance,
  foundation: GoogleFoundation,
  region: DeclaredDrill['region'],
  { home, network, program, labels, after }: GoogleDrillsWiring,
): void {
  const { id: address, environment, identifier, target, decisions } = instance;
  const plan = (instance.ownNetwork ?? foundation.network).value;
  for (const drill of rehearsedIn(instance, region)) {
    const order = declareGoogleDrill(instance, drill, { network: network.id, labels });
    new Drill(
      stack,
      `drill-${drill.mechanism}`,
      {
        ...{ address, order, call: drillText(order), program },
        ...{ bucket: home.bucket, scheduler: home.scheduler },
        account: emailOf(runnerAccountId(identifier), target.project),
        roles: {
          copy: customRole(target.project, environment, 'drill'),
          source: customRole(target.project, environment, 'drill_source'),
        },
        instance: `${environment}/${address}`,
        schedule: monthly(order.target, decisions.backupStart.value),
        services: plan.kind === 'made' ? plan.services : null,
      },
      { network, after: [...home.after, ...after] },
    );
  }
}

/** Days that every month has. */
const DAYS = 28;

/** One day of every month, at a time in the three hours before the daily backup: for each copy its own. */
export function monthly(target: string, backup: string): string {
  const [hour, minute] = startBefore(backup, target).split(':').map(Number);
  const day = 1 + (Array.from(target).reduce((sum, sign) => sum + sign.charCodeAt(0), 0) % DAYS);
  return `${String(minute)} ${String(hour)} ${String(day)} * *`;
}
