import type { Config } from './synth';

/**
 * What in a stack of the recovery region would need the primary’s: a provider of it, a state, a data source or a resource that is there,
 * or an ARN there that is not literal.
 */
export function strangersOf(config: Config | undefined, primary: string): readonly string[] {
  if (!config) return ['no such stack'];
  const { provider, data = {}, resource } = config;
  const providers = Object.values(provider).flat();
  return [
    ...providers
      .filter((each, i) => i > 0 || each.region === primary)
      .map((each) => String(each.region)),
    ...Object.keys(data).filter((type) => type === 'terraform_remote_state'),
    ...entriesOf(data)
      .filter(([, args]) => args.includes(primary))
      .map(([address]) => address),
    ...entriesOf(resource)
      .filter(([, args]) => args.includes('"region":"'))
      .map(([address]) => address),
    ...entriesOf(resource).flatMap(([, args]) => computedArns(args, primary)),
  ];
}

type Named = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** Each address with its arguments as a text. */
function entriesOf(named: Named): readonly (readonly [string, string])[] {
  return Object.entries(named).flatMap(([type, all]) =>
    Object.entries(all).map(([name, args]) => [`${type}.${name}`, JSON.stringify(args)] as const),
  );
}

function computedArns(args: string, primary: string): readonly string[] {
  const arns = args.match(/arn:aws:[a-z0-9-]+:[^"\\\s,]+/g) ?? [];
  return arns.filter((arn) => arn.split(':')[3] === primary && arn.includes('${'));
}
