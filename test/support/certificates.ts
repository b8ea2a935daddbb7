import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ServerProof } from './postgres-process';

export interface Certificates extends ServerProof {
  /** The authority that signed. */
  readonly authority: string;
}

/** A certificate of `localhost` that an authority made for it alone has signed: itself. */
export function localhostCertificates(): Certificates {
  const folder = mkdtempSync(path.join(tmpdir(), 'kura-certificates-'));
  const [key, certificate] = [path.join(folder, 'key'), path.join(folder, 'certificate')];
  const flags = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -batch';
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const files = ['-keyout', key, '-out', certificate];
  const { status, stderr } = spawnSync('openssl', [...flags.split(' '), ...names, ...files], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`openssl: ${stderr}`);
  const made = { key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8') };
  rmSync(folder, { recursive: true });
  return { ...made, authority: made.certificate };
}
