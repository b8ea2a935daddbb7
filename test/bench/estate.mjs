// Writes an estate of many services in three environments, half of them on each cloud: what a bank’s would look like, as far
// as synthesis feels it.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ENVIRONMENTS = { dev: 'development', staging: 'staging', prod: 'production' };

export function writeEstate(folder, services) {
  mkdirSync(path.join(folder, 'services'), { recursive: true });
  const environments = Object.entries(ENVIRONMENTS).map(
    ([name, preset], i) => `  ${name}:
    preset: ${preset}
    notify: [oncall@bank.example]
    aws:
      account: '${String(i + 1).repeat(12)}'
      region: ap-northeast-1
      recoveryRegion: ap-northeast-3
      network: { cidr: 10.${(i + 1) * 10}.0.0/16 }
    google:
      project: bank-${name}
      region: asia-northeast1
      recoveryRegion: asia-northeast2
      network: { cidr: 10.${(i + 1) * 10 + 1}.0.0/16 }
`,
  );
  writeFileSync(
    path.join(folder, 'estate.yaml'),
    `organisation: bank\ntimeZone: Asia/Tokyo\nenvironments:\n${environments.join('')}`,
  );
  for (let i = 0; i < services; i++) {
    const name = `s${String(i).padStart(4, '0')}`;
    const google = i % 2 === 1;
    const identity = (role) => (google ? `serviceAccount:${name}-${role}` : `role/${name}-${role}`);
    writeFileSync(
      path.join(folder, 'services', `${name}.yaml`),
      `service: ${name}
owner: team-${i % 40}
cloud: ${google ? 'google' : 'aws'}
engine: ${i % 5 === 4 ? 'mysql' : 'postgres'}
traffic: high
placement: dedicated
tier: medium
growth: ${1 + (i % 50)}GB/year
pool: { max: 10, instances: 2 }
access:
  - { identity: '${identity('api')}', role: writer }
  - { identity: '${identity('migrate')}', role: migrator }
${i % 10 < 2 ? `  - { identity: '${identity('legacy')}', role: reader, via: secret }\n` : ''}`,
    );
  }
}
