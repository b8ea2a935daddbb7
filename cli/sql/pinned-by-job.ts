import { z } from 'zod';
import type { PinnedObject } from '../../model/sql/runner-store';

/** What a job of Cloud Run is to take. */
export interface Pinned {
  readonly program: PinnedObject;
  readonly state: PinnedObject;
}

/** As `gcloud run jobs describe` writes one: a resource of the first version of the API (Google Cloud SDK 528.0.0). */
const job = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        template: z.object({
          spec: z.object({
            containers: z.tuple([z.object({ args: z.array(z.string()) })]),
          }),
        }),
      }),
    }),
  }),
});

/** What a deployed job takes that is not what it is to take, by its digests: `another program and another state`. */
export function pinnedElse(described: string, { program, state }: Pinned): string | undefined {
  const pinned = argumentsOf(described);
  if (!pinned) return 'a job that is not Kura’s';
  const others = [
    ...(pinned.includes(program.sha256) ? [] : ['another program']),
    ...(pinned.includes(state.sha256) ? [] : ['another declared state']),
  ];
  return others.length === 0 ? undefined : others.join(' and ');
}

/** What a described job’s program is given. */
export function argumentsOf(described: string): readonly string[] | undefined {
  try {
    const read = job.safeParse(JSON.parse(described));
    return read.data?.spec.template.spec.template.spec.containers[0].args;
  } catch {
    return undefined;
  }
}
