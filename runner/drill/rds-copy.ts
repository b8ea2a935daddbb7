import {
  AddTagsToResourceCommand,
  DescribeDBInstancesCommand,
  type DBInstance,
  type RDSClient,
  type Tag,
} from '@aws-sdk/client-rds';
import type { AwsDrillOrder } from '../../model/recovery/drill-order';
import { nameOf } from '../hosts/rds';
import { DRILL_MARK, type Copy, type Marks } from './copy';

/** The copy, with what RDS alone says of it. */
export interface RdsCopy extends Copy {
  readonly arn: string;
  readonly endpoint: { readonly host: string; readonly port: number } | null;
}

/** Marks are tags of the copy: a function has nothing else between two calls. */
const TAGS = {
  started: `${DRILL_MARK}-started`,
  promoted: `${DRILL_MARK}-promoted`,
  rpo: `${DRILL_MARK}-rpo`,
  answered: `${DRILL_MARK}-answered`,
} as const satisfies Record<keyof Marks, string>;

/** Marks as tags. Instants are written as people read them. */
export function tagsOf(marks: Partial<Marks>): readonly Tag[] {
  const tag = (Key: string, Value: string): Tag => ({ Key, Value });
  const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();
  const { started, promoted, rpo, answered } = marks;
  return [
    ...(typeof started === 'number' ? [tag(TAGS.started, instant(started))] : []),
    ...(typeof promoted === 'number' ? [tag(TAGS.promoted, instant(promoted))] : []),
    ...(typeof rpo === 'number' ? [tag(TAGS.rpo, String(rpo))] : []),
    ...(answered === true ? [tag(TAGS.answered, 'yes')] : []),
  ];
}

/** What a copy is made with: the order's tags, and the mark without which it would never be touched again. */
export function birthTags(
  { mechanism, copy }: Pick<AwsDrillOrder, 'mechanism' | 'copy'>,
  marks: Partial<Marks>,
): Tag[] {
  const own = Object.entries(copy.tags).filter(([key]) => !key.startsWith(DRILL_MARK));
  return [
    ...own.map(([Key, Value]) => ({ Key, Value })),
    { Key: DRILL_MARK, Value: mechanism },
    ...tagsOf(marks),
  ];
}

export async function mark(client: RDSClient, arn: string, marks: Partial<Marks>): Promise<void> {
  const Tags = [...tagsOf(marks)];
  await client.send(new AddTagsToResourceCommand({ ResourceName: arn, Tags }));
}

/** An instance by its identifier, or null where there is none. */
export async function findInstance(
  client: RDSClient,
  identifier: string,
): Promise<DBInstance | null> {
  try {
    const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier });
    const { DBInstances = [] } = await client.send(command);
    return DBInstances.find((each) => each.DBInstanceIdentifier === identifier) ?? null;
  } catch (error) {
    if (nameOf(error).startsWith('DBInstanceNotFound')) return null;
    throw error;
  }
}

export async function seeCopy(
  client: RDSClient,
  { target, mechanism }: Pick<AwsDrillOrder, 'target' | 'mechanism'>,
): Promise<RdsCopy | null> {
  const found = await findInstance(client, target);
  if (found === null) return null;
  const tags = new Map((found.TagList ?? []).map(({ Key, Value }) => [Key, Value]));
  const { Address: host, Port: port } = found.Endpoint ?? {};
  return {
    ours: tags.get(DRILL_MARK) === mechanism,
    state: stateOf(found.DBInstanceStatus ?? ''),
    replica: (found.ReadReplicaSourceDBInstanceIdentifier ?? '') !== '',
    marks: {
      started: number(Date.parse(tags.get(TAGS.started) ?? '')),
      promoted: number(Date.parse(tags.get(TAGS.promoted) ?? '')),
      rpo: number(Number.parseInt(tags.get(TAGS.rpo) ?? '', 10)),
      answered: tags.has(TAGS.answered),
    },
    arn: found.DBInstanceArn ?? '',
    endpoint: host === undefined || port === undefined ? null : { host, port },
  };
}

const number = (read: number): number | null => (Number.isNaN(read) ? null : read);

/** "Viewing Amazon RDS DB instance status" (RDS user guide, read 2026-11): in these nothing comes by itself. */
const BROKEN =
  /^(?:failed|stopped|storage-full|restore-error|insufficient-capacity|incompatible-.*|inaccessible-encryption-credentials)$/;

/** Optimized storage and a backup let sessions in. */
const READY = /^(?:available|storage-optimization|storage-initialization|backing-up)$/;

function stateOf(status: string): Copy['state'] {
  if (status === 'deleting') return 'going';
  if (BROKEN.test(status)) return 'broken';
  return READY.test(status) ? 'ready' : 'busy';
}
