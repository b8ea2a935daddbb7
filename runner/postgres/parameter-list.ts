import { names } from './quoting';

/** The one form in which a parameter's value is compared: lists of names are quoted where PostgreSQL may leave the quotes out. */
export function parameterValue(parameter: string, value: string): string {
  return parameter === 'search_path' ? names(readNames(value)) : value;
}

/** The names of a list as PostgreSQL writes it: `app, "Order"`. */
export function readNames(list: string): readonly string[] {
  return [...list.matchAll(/"((?:[^"]|"")*)"|([^\s,"]+)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replace(/""/g, '"'),
  );
}
