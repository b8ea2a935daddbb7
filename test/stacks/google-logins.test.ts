import { DEPLOYMENT } from '../support/deployment';
import { GOOGLE_INSTANCES } from '../support/google-deployment';
import { resource, synthAll, type Config } from '../support/synth';

let stacks: ReadonlyMap<string, Config>;
beforeAll(() => {
  stacks = synthAll(DEPLOYMENT);
});

const stack = (id: string) => stacks.get(id);

/** The Google stacks of instances, with what was declared of each. */
const all = GOOGLE_INSTANCES.map((instance) => [instance.stack, instance] as const);

describe('logins', () => {
  /** Of identities that the estate names; the runner's, the way to a host and the watch have tests of their own. */
  const grants = (id: string) =>
    Object.entries(stack(id)?.resource.google_project_iam_member ?? {})
      .filter(([name]) => !/_runner_|_jump$|_watch$/.test(name))
      .map(([, grant]) => grant);
  const email = (name: string) => `serviceAccount:${name}@acme-prod-1.iam.gserviceaccount.com`;

  test('one that several services share is one user and its roles, or one secret', () => {
    const config = stack('prod-google-core-db');
    expect(Object.keys(config?.resource.google_sql_user ?? {}).sort()).toEqual([
      'core_db_acme_prod_core_db_runner',
      'core_db_order_api',
      'core_db_report',
    ]);
    expect(Object.keys(config?.resource.google_secret_manager_secret ?? {})).toEqual([
      'core_db_order_batch',
      'core_db_order_export',
    ]);
  });

  test('roles are bound where the estate lets them be, and to reach the database by password', () => {
    expect(grants('prod-google-core-db').map(({ member, role }) => [member, role])).toEqual([
      [email('order-api'), 'roles/cloudsql.client'],
      [email('order-api'), 'roles/cloudsql.instanceUser'],
      [email('order-batch'), 'roles/cloudsql.client'],
      [email('order-export'), 'roles/cloudsql.client'],
    ]);
  });

  test.each(all)('every role in %s is bound to its instance and its readers alone', (name, i) => {
    const itself = `projects/${i.target.project}/instances/${i.identifier}`;
    const expression = `resource.type == "sqladmin.googleapis.com/Instance" && (resource.name == "${itself}" || resource.name.startsWith("${itself}-reader-"))`;
    expect(grants(name).length).toBeGreaterThan(0);
    const ends = ' && request.time < timestamp("2026-12-01T15:00:00Z")';
    for (const grant of grants(name)) {
      const operates = /mika|dba/.test(String(grant.member));
      expect(grant).toMatchObject({
        project: i.target.project,
        condition: { expression: operates ? `${expression}${ends}` : expression },
      });
    }
  });

  test.each(all)(
    'in %s a watch has its one role where the project is its own, and else none',
    (name, i) => {
      const { project } = i.target;
      const watches = Object.entries(stack(name)?.resource.google_project_iam_member ?? {})
        .filter(([address]) => address.endsWith('_watch'))
        .map(([, { member, role, ...rest }]) => ({ member, role, project: rest.project }));
      const own = {
        member: `serviceAccount:${i.identifier}-watch@${project}.iam.gserviceaccount.com`,
        role: `projects/${project}/roles/kura_${i.environment}_watch`,
        project,
      };
      expect(watches).toEqual(i.id === 'payment' ? [own] : []);
    },
  );

  test.each(['order_batch', 'order_export'])(
    'the password of %s is read by whom it belongs to, and by nobody else',
    (login) => {
      const type = 'google_secret_manager_secret_iam_binding';
      expect(resource(stack('prod-google-core-db'), type, `core_db_${login}`)).toMatchObject({
        secret_id: `\${google_secret_manager_secret.core_db_${login}.secret_id}`,
        role: 'roles/secretmanager.secretAccessor',
        members: [email(login.replace('_', '-'))],
      });
    },
  );

  test('a password is kept in the instance’s region, under its key', () => {
    const config = stack('prod-google-core-db');
    expect(resource(config, 'google_secret_manager_secret', 'core_db_order_batch')).toMatchObject({
      secret_id: 'acme-prod-core-db-order_batch',
      replication: {
        user_managed: {
          replicas: [
            {
              location: 'asia-northeast1',
              customer_managed_encryption: { kms_key_name: '${google_kms_crypto_key.core_db.id}' },
            },
          ],
        },
      },
      deletion_protection: true,
      lifecycle: { prevent_destroy: true },
    });
  });
});
