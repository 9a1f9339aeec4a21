import type { SupersededByEntity } from '../sink/superseded.ts';
import { createSeenIdentities, type SeenIdentities } from './seen-identities.ts';

const REJECTS_FILE = 'seen.bin';
const nameFile = (entity: string) => `seen-${entity}.bin`;
const ENTITY_FILE = /^seen-(.+)\.bin$/;

/** Identities that a run has written, by entity, and the rejects that it has counted. */
export interface SeenRecords {
  of(entity: string): SeenIdentities;
  readonly rejects: SeenIdentities;
  superseded(): SupersededByEntity;
  /** Returns the entries since the last call, by side file of the state. */
  takeNew(): Iterable<readonly [file: string, entries: Uint8Array]>;
  /** Restores a side file; returns false if it is another one's. */
  restore(file: string, entries: Uint8Array): boolean;
}

export function createSeenRecords(options: { journal: boolean }): SeenRecords {
  const rejects = createSeenIdentities(options);
  const byEntity = new Map<string, SeenIdentities>();
  const of = (entity: string): SeenIdentities => {
    const known = byEntity.get(entity);
    if (known) return known;
    const fresh = createSeenIdentities(options);
    byEntity.set(entity, fresh);
    return fresh;
  };
  return {
    of,
    rejects,
    superseded: () => new Map([...byEntity].map(([entity, seen]) => [entity, seen.superseded])),
    *takeNew() {
      yield [REJECTS_FILE, rejects.takeNew()];
      for (const [entity, seen] of byEntity) yield [nameFile(entity), seen.takeNew()];
    },
    restore(file, entries) {
      if (file === REJECTS_FILE) {
        rejects.restore(entries);
        return true;
      }
      const entity = ENTITY_FILE.exec(file)?.[1];
      if (entity === undefined) return false;
      of(entity).restore(entries);
      return true;
    },
  };
}
