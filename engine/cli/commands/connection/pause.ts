import { type Connection, pauseConnection, resumeConnection } from '../../../platform/connections/index.ts';
import type { Act, Call } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openPlatform } from '../../open-platform.ts';
import { tellSaved } from './tell-saved.ts';

const acting =
  (act: typeof pauseConnection): Act =>
  async (call: Call) => {
    await using platform = await openPlatform(call, { create: false });
    const connection: Connection = await act(platform, call.args[0] ?? '');
    await tellSaved(call, connection, connection.paused ? 'is paused' : 'goes on');
    return EXIT.done;
  };

/** `connection pause`: no run begins until it is resumed. Throws CONNECTION_UNKNOWN. */
export const pause = acting(pauseConnection);

/** `connection resume`: the end of a pause. Throws CONNECTION_UNKNOWN. */
export const resume = acting(resumeConnection);
