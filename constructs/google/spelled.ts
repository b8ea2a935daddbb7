const SIGNS: Readonly<Record<string, string>> = { '@': 'AT', '.': 'DOT', _: 'U', '+': 'PLUS' };

/** An e-mail address as a Terraform name takes it, and no other's: in lower case, capitals stand for the signs it lacks. */
export function spelled(email: string): string {
  return email
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, (sign) => SIGNS[sign] ?? `X${sign.charCodeAt(0).toString(16)}X`);
}
