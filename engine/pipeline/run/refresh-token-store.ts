import { SEAL_BYTES, sealSecrets, unsealSecrets } from '../../base/secret/index.ts';
import type { Session } from '../auth/index.ts';
import type { Connector } from '../connector/connector.ts';
import type { RunInProgress, RunJob } from './open-run.ts';
import type { Ports } from './ports.ts';

/** What logins give for the next login (a refresh token that rotates), kept between runs. */
export interface RefreshTokenStore {
  readonly first: Session['keep'];
  /** Durable when it resolves: the token before it is worth nothing any more. */
  save(keep: NonNullable<Session['keep']>): Promise<void>;
}

/** For what has no state: a rotated token is known to this run alone. */
export const noRefreshTokenStore: RefreshTokenStore = { first: undefined, save: async () => undefined };

/** Keeps them in the run's state, sealed with the connection's own secrets: with other credentials nothing opens it. */
export function openRefreshTokenStore(
  connector: Connector,
  job: RunJob,
  { progress, ports }: { progress: RunInProgress; ports: Ports },
): RefreshTokenStore {
  const { stateStore } = job;
  return {
    first: progress.kept === undefined ? undefined : unsealSecrets(progress.kept, connector.secrets),
    async save(keep) {
      progress.kept = sealSecrets(keep, connector.secrets, ports.random.bytes(SEAL_BYTES));
      if (!stateStore.durable) return;
      const state = (await stateStore.load()) ?? {
        stateVersion: 1 as const,
        connector: connector.manifest.id,
        cursors: progress.saved,
      };
      await stateStore.save({ ...state, kept: progress.kept });
    },
  };
}
