import type { Instance } from '../deployment/deployment';
import { alarmText } from './alarm-text';
import type { DeclaredAlert } from './alert';
import type { AlertName } from './alert-names';
import { alertOf } from './catalogue';

type Region = DeclaredAlert['region'];

/** An alarm of a store of the trail on AWS, which has no other level than this. */
export interface TrailAlarm {
  readonly threshold: number;
  readonly minutes: number;
  readonly text: string;
}

/** What is told of the store in one region: each once, of however many instances. */
export interface TrailAlarms {
  readonly late: TrailAlarm | undefined;
  readonly silent: TrailAlarm | undefined;
}

/** @param instances all of its environment on AWS */
export function trailAlarms(instances: readonly Instance[], region: Region): TrailAlarms {
  return {
    late: alarmOf('trail-late', instances, region),
    silent: alarmOf('trail-silent', instances, region),
  };
}

function alarmOf(
  name: AlertName,
  instances: readonly Instance[],
  region: Region,
): TrailAlarm | undefined {
  const [first] = instances.flatMap(({ environment, id, services, alerts }) =>
    alerts.told
      .filter((each) => each.alert === name && each.region === region && each.severity !== 'info')
      .map((declared) => ({
        declared,
        instance: `${environment}/${id}`,
        service: `${environment}/${services[0]?.service ?? id}`,
      })),
  );
  if (!first) return undefined;
  const { declared, ...place } = first;
  const { threshold, minutes, subjects } = declared;
  const database = subjects.join(', ');
  return {
    ...{ threshold: threshold.value, minutes },
    text: alarmText(alertOf(name), declared, { ...place, database }),
  };
}
