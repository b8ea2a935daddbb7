/** One provider's block of a lock file, with the blank line before it. */
const BLOCK = /\n?^provider "([^"]+)" \{$[\s\S]*?^\}$\n?/gm;

/** A provider's whole address: `aws` and `hashicorp/aws` are short for `registry.terraform.io/hashicorp/aws`. */
function addressOf(source: string): string {
  const parts = source.split('/');
  return [...['registry.terraform.io', 'hashicorp'].slice(0, 3 - parts.length), ...parts].join('/');
}

/** The part of a lock file that a stack needs: `terraform init -lockfile=readonly` refuses providers it does not use. */
export function lockFileFor(text: string, sources: readonly string[]): string {
  const wanted = new Set(sources.map(addressOf));
  return text.replace(BLOCK, (block, address: string) => (wanted.has(address) ? block : ''));
}
