import { spawnSync } from 'node:child_process';
import { parse, stringify } from 'yaml';
import { runbookOf } from '../../cli/runbook/runbook';
import { subjectOf } from '../../cli/runbook/subject';
import type { Document, Step } from '../../cli/runbook/document';
import { findService } from '../../cli/find-service';
import {
  awsWith,
  belowCloud,
  deploymentOf,
  estateFolder,
  GOOGLE_ESTATE,
  orderWith,
  SMALL_ESTATE,
  webWith,
  type EstateFiles,
} from '../support/estate-folder';
import type { Configuration } from '../support/posture-words';
import { synthesized } from '../support/synthesized';
import { ESTATE, kura } from './kura';
import { lockedAfter, retiredFiles, retiringFiles } from './retired-estate';

type Keys = Readonly<Record<string, unknown>>;

const isolated = (files: EstateFiles, service: string, network: string): EstateFiles => ({
  ...files,
  'estate.yaml': belowCloud(
    String(files['estate.yaml']),
    `isolated: { ${service}: { network: { cidr: ${network} } } }`,
  ),
});

/** The estate of one service on its way out, whichever instance serves. */
function leaving(files: EstateFiles, service: string, state: 'retiring' | 'retired'): EstateFiles {
  const file = `services/${service}.yaml`;
  const approval =
    "[{ protection: deletion, reason: its data has moved, approver: cto@acme.example, expires: '2026-12-31' }]";
  return { ...files, [file]: `${String(files[file])}state: ${state}\nbreakGlass: ${approval}\n` };
}

const gone = (files: EstateFiles, service: string): EstateFiles =>
  lockedAfter(leaving(files, service, 'retiring'), leaving(files, service, 'retired'));

const THEN = "active: then\nrestoreFrom: { then: { time: '2026-11-20 09:00' } }";
const VAULTED =
  'active: there\nrestoreFrom: { there: { snapshot: arn:aws:rds:ap-northeast-3:333333333333:snapshot:awsbackup:copyjob-0a1b } }';

const ESTATES: Readonly<Record<string, readonly [service: string, files: EstateFiles]>> = {
  'a replica on AWS': ['order', SMALL_ESTATE],
  'replicated backups': ['order', orderWith('objectives: { region: { rpo: 1h, rto: 2h } }')],
  'a network of its own': [
    'order',
    isolated(orderWith('placement: isolated'), 'order', '10.40.0.0/20'),
  ],
  'the recovery region that serves': ['order', orderWith('active: recovery')],
  'a restored instance that serves': [
    'order',
    orderWith(
      "active: before-mistake\nrestoreFrom: { before-mistake: { time: '2026-11-20 09:00' } }",
    ),
  ],
  'no protection any more': ['order', retiringFiles(SMALL_ESTATE)],
  'nothing but its backups': ['order', retiredFiles(SMALL_ESTATE)],
  'a vault’s copy that serves in the recovery region': ['order', orderWith(VAULTED)],
  'nothing but backups of the recovery region': [
    'order',
    gone(orderWith('active: recovery'), 'order'),
  ],
  'nothing but backups of what was restored': ['order', gone(orderWith(THEN), 'order')],
  'nothing but backups of a vault’s copy that served': ['order', gone(orderWith(VAULTED), 'order')],
  'nothing but backups of the recovery region on Google Cloud': [
    'web',
    gone(webWith('active: recovery'), 'web'),
  ],
  'nothing but backups of what was restored on Google Cloud': ['web', gone(webWith(THEN), 'web')],
  'a restored instance that serves on Google Cloud': ['web', webWith(THEN)],
  'a replica on Google Cloud': ['web', GOOGLE_ESTATE],
  'a designated replica': ['web', webWith('drReplica: designated')],
  'the replica that serves on Google Cloud': ['web', webWith('active: recovery')],
  'nothing but its backups on Google Cloud': ['web', retiredFiles(GOOGLE_ESTATE)],
};

function documentOf([service, files]: readonly [string, EstateFiles]): Document {
  const found = findService(deploymentOf(files), `prod/${service}`, 'a test');
  if ('required' in found) throw new Error(found.required);
  return runbookOf(subjectOf(found, 'Asia/Tokyo', 'estate'));
}

const steps = ({ sections }: Document) => sections.flatMap((section) => section.steps ?? []);
const said = (document: Document, title: RegExp): string =>
  JSON.stringify(document.sections.filter((section) => title.test(section.title)));

/** What a person writes in place of what the page cannot know. */
const FILLED: readonly (readonly [string, string])[] = [
  ['YYYY-MM-DD hh:mm:ss', '2026-11-20 09:00:00'],
  ['YYYY-MM-DD', '2026-12-31'],
  ['BACKUP_ID', '1763659200000'],
  [
    'RECOVERY_POINT_ARN',
    'arn:aws:rds:ap-northeast-3:333333333333:snapshot:awsbackup:copyjob-0a1b2c3d',
  ],
  ['SNAPSHOT', 'rds:acme-prod-order-2026-11-20-17-05'],
  ['WHY IT MAY GO', 'its data has moved'],
  ['WHO@APPROVED.EXAMPLE', 'cto@acme.example'],
];

/** What stood there, each entry with what it is of where the step says so. */
function saidOf(stood: Keys = {}, { text }: Step): Keys {
  if (!text.includes('`of: primary`')) return stood;
  return Object.fromEntries(
    Object.entries(stood).map(([name, entry]) => {
      const of = 'snapshot' in (entry as Keys) ? {} : { of: 'primary' };
      return [name, { ...of, ...(entry as Keys) }];
    }),
  );
}

/** The estate after a person has done what one step says, in the service’s file. */
function written(files: EstateFiles, service: string, step: Step): EstateFiles {
  const lines = step.estate ?? [];
  const text = FILLED.reduce((filled, [from, to]) => filled.replaceAll(from, to), lines.join('\n'));
  const file = `services/${service}.yaml`;
  const before = parse(String(files[file])) as Keys;
  const { overrides } = parse(text) as { overrides: { prod: Keys } };
  const own = overrides.prod;
  const comesBack = before.state === 'retired' && own.state === undefined;
  const stood = comesBack ? undefined : (before.restoreFrom as Keys);
  const restoreFrom = { ...saidOf(stood, step), ...(own.restoreFrom as Keys) };
  const merged = {
    ...before,
    ...own,
    restoreFrom: Object.keys(restoreFrom).length > 0 ? restoreFrom : undefined,
  };
  const { state: _, breakGlass: __, ...serving } = merged as Record<string, unknown>;
  return { ...files, [file]: stringify(comesBack ? serving : merged) };
}

/** An estate before its one service was to go: its backups are listed by the names of then. */
function standing(files: EstateFiles, service: string): EstateFiles {
  const file = `services/${service}.yaml`;
  const { state: _, breakGlass: __, ...before } = parse(String(files[file])) as Keys;
  return { ...files, [file]: stringify(before) };
}

/** The stacks of an estate before and after each of the steps, each step after the one before. */
function stacksOf(
  [service, files]: readonly [string, EstateFiles],
  { sections }: Document,
): readonly (readonly [stack: string, json: Configuration])[] {
  const edited = sections.flatMap(({ steps: list = [] }) =>
    list.reduce<readonly EstateFiles[]>((done, step) => {
      const before = done.at(-1) ?? files;
      return step.estate ? [...done, lockedAfter(before, written(before, service, step))] : done;
    }, []),
  );
  return [standing(files, service), files, ...edited].flatMap((each) => [
    ...synthesized(deploymentOf(each)),
  ]);
}

/** What of RDS, of its vaults and keys there is, each as `region kind name`. */
function placesOf(stacks: ReturnType<typeof stacksOf>): ReadonlySet<string> {
  return new Set(
    stacks.flatMap(([, json]) => {
      const { provider } = json as unknown as { provider: { aws?: readonly { region: string }[] } };
      const region = provider.aws?.[0]?.region;
      const all = (type: string) => Object.values(json.resource[type] ?? {});
      return [
        ...all('aws_db_instance').map(
          ({ identifier }) => `${region} instance ${identifier as string}`,
        ),
        ...all('aws_backup_vault').map(({ name }) => `${region} vault ${name as string}`),
        ...all('aws_kms_alias').map(({ name }) => `${region} key ${name as string}`),
      ];
    }),
  );
}

const MEANT = [
  ['instance', /--(?:source-)?db-instance-identifier (\S+)/],
  ['vault', /--backup-vault-name (\S+)/],
  ['key', /--kms-key-id (\S+)/],
] as const;

/** The same as a command line means them. What is of backups goes by the name of their instance, which is elsewhere. */
function placesMeant(commands: readonly string[]): readonly string[] {
  return commands
    .join('\n')
    .replaceAll(/ \\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.startsWith('aws ') && !/automated-backups|from-db-snapshot/.test(line))
    .flatMap((line) => {
      const region = / --region (\S+)/.exec(line)?.[1];
      return MEANT.flatMap(([kind, pattern]) => {
        const name = pattern.exec(line)?.[1];
        return name === undefined ? [] : [`${region} ${kind} ${name}`];
      });
    });
}

/** What is made by hand, and named so by the page itself. */
const BY_HAND = /-copy$|^acme-prod-web(?:-recovery|-at-\w+)?-final$/;

describe.each(Object.entries(ESTATES))('a runbook of an instance with %s', (_, of) => {
  const document = documentOf(of);
  const stacks = stacksOf(of, document);
  const words = steps(document).flatMap(({ text, commands = [] }) => [text, ...commands]);

  test('names in its steps what the stacks make, and nothing else', () => {
    const names = [
      ...new Set(
        words
          .join('\n')
          .match(/\b(?:acme-prod-[\w-]*\w|prod-(?:aws|google)-[\w-]*\w|contract_\w+)/g),
      ),
    ];
    const there = stacks.map(([stack, json]) => `${stack} ${JSON.stringify(json)}`).join('\n');
    expect(names.length).toBeGreaterThan(0);
    expect(
      names.filter(
        (name) => !BY_HAND.test(name) && !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(there),
      ),
    ).toEqual([]);
  });

  test('asks each region for what is there', () => {
    const there = placesOf(stacks);
    const meant = placesMeant(steps(document).flatMap(({ commands = [] }) => commands));
    if (of[0] === 'order') expect(meant.length).toBeGreaterThan(0);
    expect(meant.filter((place) => !there.has(place) && !place.endsWith('-copy'))).toEqual([]);
  });

  test('fits 80 columns but for words that are longer, and leaves nothing unsaid', async () => {
    const [service, files] = of;
    const folder = estateFolder(files);
    const { code, out } = await kura('runbook', `prod/${service}`, '--estate', folder);
    expect(code).toBe(0);
    const wide = out
      .replaceAll(folder, 'estate')
      .split('\n')
      .filter(
        (line) => Array.from(line).length > 80 && !/^\s*(?:snapshot: )?arn:\S+(?: \\)?$/.test(line),
      );
    expect(wide).toEqual([]);
    expect(out).not.toMatch(/undefined|\[object|NaN/);
  });

  test('gives commands that bash reads', () => {
    const input = steps(document)
      .flatMap(({ commands = [] }) => commands)
      .join('\n');
    const { status, stderr } = spawnSync('bash', ['-n'], { input, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('is well-formed Markdown, whose every block ends and says its language', async () => {
    const [service, files] = of;
    const { out } = await kura(
      ...['runbook', `prod/${service}`, '--format', 'markdown', '--estate', estateFolder(files)],
    );
    const fences = out.match(/^ *```\w*$/gm) ?? [];
    expect(fences.length % 2).toBe(0);
    expect(
      fences.filter((fence, i) =>
        i % 2 === 0 ? !/(?:sh|yaml)$/.test(fence) : !fence.endsWith('```'),
      ),
    ).toEqual([]);
    expect(out).toMatch(/^# Recovery of prod\/\w+\n\n/);
    expect(out.match(/^\| /gm)?.length).toBeGreaterThan(3);
    expect(out).toMatch(/\S\n$/);
  });
});

describe('a runbook says', () => {
  test('what is demanded, what meets it, how firmly, and for whom', async () => {
    const { out } = await kura('runbook', 'prod/order', '--estate', ESTATE);
    expect(out).toContain('Owner: team-order.');
    expect(out).toContain('recovery-replica: 5m (assumed) lost at most,');
    expect(out).toContain('standby: 0s (published) lost at most,');
    expect(out).toContain('Agreed (業務側との合意)');
  });

  test('who else is on a shared instance, and goes with it', async () => {
    const { out } = await kura('runbook', 'prod/product', '--estate', ESTATE);
    expect(out.replace(/\s+/g, ' ')).toContain(
      'It takes the whole instance back: agree with catalog (',
    );
    expect(out.replace(/\s+/g, ' ')).toContain('The instance retires as a whole: move catalog');
  });

  test.each([
    ['a replica on AWS', 'aws rds promote-read-replica --region ap-northeast-3 '],
    ['a network of its own', '--db-instance-identifier acme-prod-order-recovery '],
    ['replicated backups', 'lost-region: { replicatedBackup: latest, of: primary }'],
    ['a replica on Google Cloud', 'gcloud sql instances promote-replica acme-prod-web-recovery'],
    ['a designated replica', '  --failover'],
  ])('what to do after the loss of the region where there is %s', (which, command) => {
    const of = ESTATES[which];
    if (!of) throw new Error(which);
    expect(said(documentOf(of), /loss of the region/)).toContain(command);
  });

  test('that a promotion without a designation is no failover', () => {
    expect(said(documentOf(['web', GOOGLE_ESTATE]), /loss of the region/)).not.toContain(
      '"  --failover',
    );
  });

  test('that in the lost region nothing is asked: no command of that section but the last names it', () => {
    const section = documentOf(['order', SMALL_ESTATE]).sections.find(({ title }) =>
      title.includes('loss of the region'),
    );
    const list = section?.steps ?? [];
    const back = list.findIndex(({ text }) => text.startsWith('When ap-northeast-1 is back'));
    expect(back).toBeGreaterThan(3);
    const before = list
      .slice(0, back)
      .flatMap(({ commands = [] }) => commands)
      .join('\n');
    expect(before).not.toContain('ap-northeast-1');
    expect(before).not.toMatch(/deploy prod-aws-order\b(?!-recovery)/);
  });

  test('the bucket of the state in the recovery region', () => {
    const key = (region: string) =>
      `arn:aws:kms:${region}:333333333333:key/0a1b2c3d-0000-0000-0000-000000000000`;
    const files = awsWith(
      `state: { bucket: acme-state, kmsKey: ${key('ap-northeast-1')} }
recoveryState: { bucket: acme-state-osaka, kmsKey: ${key('ap-northeast-3')} }
audit:
  state: { bucket: acme-trail, kmsKey: ${key('ap-northeast-1')} }
  recoveryState: { bucket: acme-trail-osaka, kmsKey: ${key('ap-northeast-3')} }`,
    );
    expect(said(documentOf(['order', files]), /loss of the region/)).toContain(
      '(bucket acme-state-osaka)',
    );
  });

  test('that a host for operators is deployed with the recovery region', () => {
    const files = orderWith("  - { identity: role/dba, role: operator, until: '2099-12-01' }");
    expect(said(documentOf(['order', files]), /loss of the region/)).toContain(
      'npx cdktf deploy prod-aws-recovery prod-aws-order-recovery',
    );
  });

  test('what survives nothing, and that a zone without a standby is waited for', () => {
    const estate = String(SMALL_ESTATE['estate.yaml']).replace('production', 'development');
    const files = { ...SMALL_ESTATE, 'estate.yaml': estate };
    const document = documentOf(['order', files]);
    expect(said(document, /loss of the region/)).toContain('wait for the region');
    expect(said(document, /loss of a zone/)).toContain('has no standby');
    expect(said(document, /demanded/)).toContain('Nothing of it is rehearsed.');
  });

  test('another folder of the estate in every deploy', async () => {
    const folder = estateFolder(SMALL_ESTATE);
    const { out } = await kura('runbook', 'prod/order', '--estate', folder);
    expect(out).toContain(`KURA_ESTATE=${folder} npx cdktf deploy prod-aws-order \\`);
    expect(out).not.toMatch(/^ *npx cdktf/m);
  });

  test('a name for what is restored that is free', () => {
    const files = orderWith("restoreFrom: { before-mistake: { time: '2026-11-20 09:00' } }");
    expect(said(documentOf(['order', files]), /^After a mistake$/)).toContain(
      'before-mistake-2: {',
    );
  });

  test.each([
    ['the primary', SMALL_ESTATE, 'acme-prod-order-final in ap-northeast-1', /^[^]*$/],
    [
      'the recovery region',
      orderWith('active: recovery'),
      'acme-prod-order-recovery-final in ap-northeast-3',
      /Leave `active:`/,
    ],
    [
      'a restored instance',
      orderWith(THEN),
      'acme-prod-order-at-then-final in ap-northeast-1',
      /Leave `active:`/,
    ],
    [
      'one restored there',
      orderWith(VAULTED),
      'acme-prod-order-at-there-final in ap-northeast-3',
      /Leave `active:`/,
    ],
  ])('which final snapshot has the data where %s serves', (_, files, snapshot, line) => {
    const text = said(documentOf(['order', files]), /^To retire it$/);
    expect(text).toContain(`RDS takes the snapshot ${snapshot} as it goes.`);
    expect(text).toMatch(line);
  });

  test.each([
    [
      'the recovery region',
      'active: recovery',
      'arn:aws:rds:ap-northeast-3:333333333333:snapshot:acme-prod-order-recovery-final',
      'recovery',
    ],
    ['a restored instance', THEN, 'acme-prod-order-at-then-final', 'then'],
    [
      'one restored there',
      VAULTED,
      'arn:aws:rds:ap-northeast-3:333333333333:snapshot:acme-prod-order-at-there-final',
      'there',
    ],
  ])('how the data comes back where %s served', (_, lines, snapshot, active) => {
    const files = gone(orderWith(lines), 'order');
    const list = steps(documentOf(['order', files]));
    const back = list.find(({ estate }) => estate);
    expect(back?.text).toContain(`\`active: ${active}\` out`);
    const after = written(files, 'order', back ?? { text: '' });
    const service = parse(String(after['services/order.yaml'])) as Keys;
    expect(service).toMatchObject({ active: 'final', restoreFrom: { final: { snapshot } } });
    const [instance] = deploymentOf(lockedAfter(files, after)).instances;
    const region = snapshot.startsWith('arn:') ? 'recovery' : 'primary';
    expect(instance?.restores).toMatchObject([{ name: 'final', region }]);
    expect(list.some(({ text }) => text.includes('promoted: true'))).toBe(active === 'recovery');
  });

  test.each([
    ['the replica', 'active: recovery', 'acme-prod-web-recovery'],
    ['a restored instance', THEN, 'acme-prod-web-at-then'],
  ])('whose backups come back on Google Cloud where %s served', (_, lines, name) => {
    const [, list, ...rest] = steps(documentOf(['web', gone(webWith(lines), 'web')]));
    expect(list?.commands?.join(' ')).toContain(`--filter=instance:${name} `);
    expect(rest.find(({ estate }) => estate)?.estate).toContain('    active: primary');
    const last = steps(documentOf(['web', webWith(lines)]));
    expect(last.flatMap(({ commands = [] }) => commands).join(' ')).toContain(
      `--description=${name}-final`,
    );
  });

  test.each([
    ['a replica', SMALL_ESTATE, 'acme-prod-order'],
    [
      'replicated backups',
      orderWith('objectives: { region: { rpo: 1h, rto: 2h } }'),
      'acme-prod-order',
    ],
    ['a restored instance that serves', orderWith(THEN), 'acme-prod-order-at-then'],
  ])('how a vault’s copy comes back after the loss of the region, beside %s', (_, files, kept) => {
    const section = documentOf(['order', files]).sections.find(({ title }) =>
      title.endsWith('region, by the second way'),
    );
    const list = section?.steps ?? [];
    const commands = list.flatMap((step) => step.commands ?? []).join('\n');
    expect(commands).toContain('--region ap-northeast-3');
    expect(commands).toContain(`:db:${kept} \\`);
    expect(commands).not.toMatch(/restore-db-instance|deploy prod-aws-order\b(?!-recovery)/);
    const step = list.find(({ estate }) => estate) ?? { text: '' };
    const after = lockedAfter(files, written(files, 'order', step));
    const instance = deploymentOf(after).instances[0];
    expect(instance?.active.value).toBe('from-vault');
    expect(instance?.restores).toContainEqual(
      expect.objectContaining({ name: 'from-vault', region: 'recovery' }),
    );
  });

  test('no second way where the recovery region serves already', () => {
    expect(
      said(documentOf(['order', orderWith('active: recovery')]), /by the second way/),
    ).not.toContain('vault in');
  });

  test('that a line is refused and not missed, and that a promotion is forgotten by hand', () => {
    for (const which of [ESTATES['a replica on AWS'], ESTATES['a replica on Google Cloud']]) {
      if (!which) throw new Error('no such estate');
      expect(said(documentOf(which), /loss of the region$/)).toContain(
        'Kura refuses an estate without it',
      );
      const back = said(documentOf(which), /^Back to/);
      expect(back).toContain('out of instances.lock.yaml by hand');
      expect(back).not.toContain('take the line out');
    }
  });

  test('that what is demanded is not met while another serves', () => {
    const document = documentOf(['order', orderWith(THEN)]);
    expect(JSON.stringify(document)).not.toContain('No objective counts on it');
    expect(said(document, /demanded/)).toContain('nothing, while acme-prod-order-at-then serves');
    expect(said(document, /loss of the region$/)).toContain(
      'is not met while acme-prod-order-at-then',
    );
  });

  describe('on Google Cloud', () => {
    const all = (of: readonly [string, EstateFiles]) =>
      steps(documentOf(of)).map(({ text, commands = [] }) => [text, ...commands].join('\n'));
    const stepWith = (of: readonly [string, EstateFiles], word: string): string =>
      all(of).find((step) => step.includes(word)) ?? '';

    test('that a backup by its id is one of the primary, whichever instance serves', () => {
      expect(stepWith(['web', webWith(THEN)], 'gcloud sql backups list')).toContain(
        '--instance=acme-prod-web \\',
      );
    });

    test('that an instance whose restore failed is forgotten and deleted, never kept', () => {
      const step = stepWith(['web', GOOGLE_ESTATE], 'untaint');
      expect(step).toContain('never `terraform untaint`');
      expect(step).toContain('state rm google_sql_database_instance.web_at_before_mistake');
      expect(step).toContain('gcloud sql instances delete acme-prod-web-at-before-mistake');
      expect(all(['order', SMALL_ESTATE]).join('\n')).not.toContain('untaint');
    });

    test.each([
      [
        'a restored instance',
        webWith("active: then\nrestoreFrom: { then: { time: '2026-11-20 09:00' } }"),
      ],
      ['the replica', webWith('active: recovery')],
    ])('that nobody makes the user of a new login while %s serves', (_, files) => {
      const { value } = deploymentOf(files).instances[0]?.active ?? { value: '' };
      const name = value === 'recovery' ? 'acme-prod-web-recovery' : `acme-prod-web-at-${value}`;
      expect(stepWith(['web', files], 'users create')).toContain(
        `gcloud sql users create 'LOGIN' --instance=${name}`,
      );
    });

    test('that a designation is withdrawn by a command, and first by the estate', () => {
      const { sections } = documentOf(['web', webWith('drReplica: designated')]);
      const { text = [], steps: [first, second] = [] } =
        sections.find(({ title }) => title === 'To withdraw the designation') ?? {};
      expect(text.join(' ')).toContain('a second deploy of prod-google-web designates it');
      expect(first?.estate?.at(-1)).toContain('drReplica: planned');
      expect(second?.commands?.join(' ')).toMatch(
        /^gcloud sql instances patch acme-prod-web .*--clear-failover-dr-replica-name/,
      );
      expect(all(['web', GOOGLE_ESTATE]).join('\n')).not.toContain('--clear-failover');
    });

    test('that the replica goes first, and last where it serves', () => {
      const order = (files: EstateFiles): readonly string[] =>
        [...stepWith(['web', files], 'that it is gone').matchAll(/deploy (prod-\S+)/g)].map(
          ([, stack = '']) => stack,
        );
      expect(order(GOOGLE_ESTATE)).toEqual(['prod-google-web-recovery', 'prod-google-web']);
      expect(order(webWith('active: recovery'))).toEqual([
        'prod-google-web',
        'prod-google-web-recovery',
      ]);
    });

    test('that what was retired comes back over an empty instance that nothing follows', () => {
      const files = retiredFiles(GOOGLE_ESTATE);
      const [, list, empty, restore, whole] = steps(documentOf(['web', files]));
      expect(list?.commands?.join(' ')).toContain('--filter=instance:acme-prod-web');
      expect(empty?.estate?.join(' ')).toMatch(/readers: 0$/);
      expect(empty?.commands?.join(' ')).not.toContain('recovery');
      expect(restore?.commands?.join(' ')).toContain('--restore-instance=acme-prod-web ');
      expect(whole?.commands?.join(' ')).toMatch(/prod-google-web .*prod-google-web-recovery /);
    });

    test('nowhere that something is restored and serves by one deploy', () => {
      for (const [service, files] of Object.values(ESTATES).filter(([name]) => name === 'web')) {
        const written = steps(documentOf([service, files])).map(({ estate = [] }) =>
          estate.join('\n'),
        );
        expect(written.filter((lines) => /restoreFrom[^]*active/.test(lines))).toEqual([]);
      }
    });
  });

  test('nothing of a service that is none', async () => {
    const { code, err } = await kura('runbook', 'prod/ordr', '--estate', ESTATE);
    expect(code).toBe(2);
    expect(err).toContain('kura runbook: the service must be one that prod runs');
  });
});
