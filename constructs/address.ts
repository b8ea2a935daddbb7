import type { TerraformElement } from 'cdktf';

/** A Terraform name made from stable names: `core-db`, `reader`, `1` → `core_db_reader_1`. */
export function addressOf(...names: readonly string[]): string {
  return names.join('_').replace(/[^A-Za-z0-9_]/g, '_');
}

/** Pins an element's address, so that moving its construct never replaces what it stands for. */
export function pin<Element extends TerraformElement>(
  element: Element,
  ...names: readonly string[]
): Element {
  element.overrideLogicalId(addressOf(...names));
  return element;
}
