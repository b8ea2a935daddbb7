import { readFileSync } from 'node:fs';
import path from 'node:path';
import { init, validate } from '@polyglot-sql/sdk';

/** The dialect in which a page asks, by the word of its marks. */
const DIALECTS = { athena: 'athena', 'log-analytics': 'bigquery' } as const;
export type Asking = keyof typeof DIALECTS;

/** The questions of a page, each with the beginning before it, by name. */
export function questionsOf(page: string, asking: Asking): ReadonlyMap<string, string> {
  const text = readFileSync(path.resolve(__dirname, '../../..', page), 'utf8');
  const blocks = [
    ...text.matchAll(/<!-- query: ([a-z-]+) ([a-z-]+) -->\n\n```sql\n([\s\S]*?)```/g),
  ].filter(([, dialect]) => dialect === asking);
  const beginning = blocks.find(([, , name]) => name === 'beginning')?.[3] ?? '';
  return new Map(
    blocks
      .filter(([, , name]) => name !== 'beginning')
      .map(([, , name = '', sql = '']) => [name, `${beginning}${sql}`]),
  );
}

/** What a parser of the dialect says against it; empty where it parses. */
export async function saidAgainst(sql: string, asking: Asking): Promise<readonly string[]> {
  await init();
  return validate(sql, DIALECTS[asking]).errors.map(({ message }) => message);
}
