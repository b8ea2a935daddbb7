import type { Instance } from '../../model/deployment/deployment';
import type { Access } from '../../model/deployment/facts';
import { below, LONGEST_BESIDE, namedLines } from './named-lines';

/** Who comes in, one identity a row. */
export function accessLines(access: readonly Access[], instance: Instance): string[] {
  const rows = access.map((entry): [string, string] => [
    shortName(entry.identity, instance),
    accessText(entry),
  ]);
  return rows.every(([name]) => name.length <= LONGEST_BESIDE)
    ? namedLines(rows.map((cells) => ({ cells })))
    : rows.flatMap(([name, text]) => below(name, text));
}

/** An identity as the estate writes it, where it is of the instance’s own account or project. */
function shortName(identity: string, instance: Instance): string {
  return instance.cloud === 'aws'
    ? identity.replace(/^arn:aws:iam::\d{12}:/, '')
    : identity.replace(`@${instance.target.project}.iam.gserviceaccount.com`, '');
}

function accessText(access: Access): string {
  const { identity, role, via, login, attach, tables, until, reason, place } = access;
  const [right, given] = identity.startsWith('arn:') ? ['policy', 'attached'] : ['roles', 'bound'];
  const attached = via === 'iam' ? `, its ${right} ${attach ? given : 'exported'}` : '';
  const some = tables
    ? `, of ${tables.map(({ schema, table, columns }) => `${schema}.${table}${columns ? ` (${columns.join(', ')})` : ''}`).join(', ')} alone`
    : '';
  const end = until === undefined ? '' : `, until ${until}`;
  return `${role} via ${via}, as ${login}${some}${end}${attached}\n${reason} [${place}]`;
}
