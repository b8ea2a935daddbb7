import { readerNames } from '../placement/reader-names';
import type { Restore } from '../recovery/restore';

/** A database that the cloud runs for an instance. */
export interface WatchedDatabase {
  readonly identifier: string;
  /** The one that it follows, in the same region. */
  readonly follows?: string;
  readonly region: 'primary' | 'recovery';
  readonly role: 'writer' | 'reader' | 'recovery-replica';
}

export interface WatchedFacts {
  readonly identifier: string;
  readonly readers: number;
  readonly restores: readonly Restore[];
  /** Present where there is a replica in the recovery region; whether it serves there. */
  readonly replica?: { readonly identifier: string; readonly serves: boolean };
}

/** All that an instance has: its primary, what is restored beside it, the readers of each, and the replica in the recovery region. */
export function watchedDatabases({
  identifier,
  readers,
  restores,
  replica,
}: WatchedFacts): readonly WatchedDatabase[] {
  const written = [
    { identifier, readers, region: 'primary' as const },
    ...restores.map(({ identifier: name, readers: many, region }) => ({
      identifier: name,
      readers: many,
      region,
    })),
  ];
  return [
    ...written.flatMap(({ identifier: writer, readers: many, region }): WatchedDatabase[] => [
      { identifier: writer, region, role: 'writer' },
      ...readerNames(writer, many).map((reader): WatchedDatabase => ({
        identifier: reader,
        follows: writer,
        region,
        role: 'reader',
      })),
    ]),
    ...(replica
      ? [
          {
            identifier: replica.identifier,
            region: 'recovery',
            role: replica.serves ? 'writer' : 'recovery-replica',
          } as const,
        ]
      : []),
  ];
}
