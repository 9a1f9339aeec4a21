import { SEAL_BYTES, seal, unseal } from '../../base/secret/index.ts';
import type { Session } from '../auth/index.ts';
import type { Connector } from '../connector/connector.ts';
import type { Ports } from './ports.ts';
import type { RunInProgress, RunJob } from './resume.ts';

/** What logins give for the next login (a refresh token that rotates), kept between runs. */
export interface KeptSecrets {
  readonly first: Session['keep'];
  /** Durable when it resolves: the token before it is worth nothing any more. */
  save(keep: NonNullable<Session['keep']>): Promise<void>;
}

/** For what has no state: a rotated token is known to this run alone. */
export const forgotten: KeptSecrets = { first: undefined, save: async () => undefined };

/** Keeps them in the run's state, sealed with the connection's own secrets: with other credentials nothing opens it. */
export function keptSecrets(
  connector: Connector,
  job: RunJob,
  { progress, ports }: { progress: RunInProgress; ports: Ports },
): KeptSecrets {
  const { journal } = job;
  return {
    first: progress.kept === undefined ? undefined : unseal(progress.kept, connector.secrets),
    async save(keep) {
      progress.kept = seal(keep, connector.secrets, ports.random.bytes(SEAL_BYTES));
      if (!journal.durable) return;
      const state = (await journal.load()) ?? {
        stateVersion: 1 as const,
        connector: connector.manifest.id,
        cursors: progress.saved,
      };
      await journal.save({ ...state, kept: progress.kept });
    },
  };
}
