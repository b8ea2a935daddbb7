import { decide } from '../decision';
import type {
  AwsAudit,
  AwsAuditStore,
  AwsFoundation,
  AwsInstance,
  AwsStateStore,
} from '../deployment/aws-deployment';
import type { AwsStatement, EstateStatement } from '../language/estate-language';
import type { YamlFile } from '../language/yaml-file';
import { quote, type Problem } from '../problem';
import type { Preset } from '../tables/presets';
import { refusedTrailState } from './refused-state';
import { resolveKeeping } from './resolve-keeping';
import { recoveryStoreName, storeBucket, storeName } from './store-name';

/** Where the statements of one environment are, below its `aws`. */
interface AwsAuditFacts {
  readonly estate: YamlFile<EstateStatement>;
  readonly name: string;
  readonly preset: Preset;
  readonly aws: AwsStatement;
  readonly bootstrapping: boolean;
}

type Region = 'primary' | 'recovery';

/** Where an environment’s trail on AWS is kept, by whom it is made, and who writes to it. */
export function resolveAwsAudit(
  { estate, name, preset, aws, bootstrapping }: AwsAuditFacts,
  { prefix, target }: Pick<AwsFoundation, 'prefix' | 'target'>,
  instances: readonly AwsInstance[],
  problems: Problem[],
): AwsAudit {
  const { audit } = aws;
  const place = (...path: readonly PropertyKey[]): string =>
    estate.at('environments', name, 'aws', ...path) ?? 'estate.yaml';
  const account = audit?.account ?? aws.account;
  const role = audit?.deployRole ?? `kura-audit-${name}`;
  const services = instances.flatMap((each) => each.services);
  const away = instances.some(({ recoveryHome }) => recoveryHome !== undefined);
  const regionOf = (region: Region): string =>
    region === 'primary' ? aws.region : aws.recoveryRegion;
  const roleIn = (there: string): string => `arn:aws:iam::${there}:role/${role}`;
  const storeIn = (region: Region): AwsAuditStore => {
    const [key, stack] =
      region === 'primary'
        ? (['state', `${name}-aws-audit`] as const)
        : (['recoveryState', `${name}-aws-audit-recovery`] as const);
    const named = region === 'primary' ? storeName(prefix) : recoveryStoreName(prefix);
    return {
      stack,
      target: { account, region: regionOf(region), deployRoleArn: roleIn(account) },
      state: stateOf(audit?.[key], regionOf(region)),
      name: named,
      bucket: storeBucket(named, account, regionOf(region)),
    };
  };
  if (roleIn(target.account) === target.deployRoleArn) {
    problems.push({
      place: audit?.deployRole === undefined ? place('deployRole') : place('audit', 'deployRole'),
      required: 'the role of the audit trail must not be the deploy role',
      got: quote(role),
      cure: 'Write another: who changes databases must not change what is recorded of it.',
    });
  }
  problems.push(
    ...refusedTrailState(
      {
        ...{ state: aws.state, recoveryState: aws.recoveryState, audit, place },
        isThere: (kmsKey, region) =>
          kmsKey.startsWith(`arn:aws:kms:${regionOf(region)}:${account}:`),
        whereOf: (region) => `in ${regionOf(region)} of account ${account}`,
        printed: 'the ARN that `kura bootstrap` printed',
      },
      away ? ['primary', 'recovery'] : ['primary'],
      bootstrapping,
    ),
  );
  const others = instances.map((each) => each.target.account).filter((id) => id !== target.account);
  return {
    ...resolveKeeping(estate, name, preset, services, problems),
    trail: audit?.trail
      ? decide(audit.trail, 'it records the accounts already', place('audit', 'trail'))
      : decide('made', 'none is named that records the accounts', 'derived'),
    sources: [target.account, ...[...new Set(others)].sort()].map((id) => ({
      account: id,
      deployRoleArn: roleIn(id),
    })),
    primary: storeIn('primary'),
    ...(away ? { recovery: storeIn('recovery') } : {}),
  };
}

const stateOf = (
  stated: { readonly bucket: string; readonly kmsKey: string } | undefined,
  region: string,
): AwsStateStore => (stated ? { kind: 's3', region, ...stated } : { kind: 'local' });
