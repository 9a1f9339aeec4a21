import { engineError } from '../../base/errors/index.ts';
import { type Connection, type Pause, readConnection, readConnectionRow } from './connection.ts';
import type { Platform } from './platform.ts';
import { setPaused } from './scheduling.ts';

async function changePause(platform: Platform, ref: string, pause: Pause | null): Promise<Connection> {
  const { store, clock, actor } = platform;
  return store.transaction(async (tx) => {
    const { id } = await readConnectionRow(tx, ref);
    const move = { connectionId: id, at: clock.now(), actor };
    await setPaused(tx, move, pause);
    return readConnection(tx, id);
  });
}

/** Pauses a connection: no run starts until it is resumed; a run in progress continues. Throws CONNECTION_UNKNOWN. */
export const pauseConnection = (platform: Platform, ref: string): Promise<Connection> =>
  changePause(platform, ref, engineError('PAUSED_BY_HAND', { by: platform.actor }));

/** Ends a pause of any reason. Slots that passed during the pause are dropped. Throws CONNECTION_UNKNOWN. */
export const resumeConnection = (platform: Platform, ref: string): Promise<Connection> =>
  changePause(platform, ref, null);
