import { type Connection, pauseConnection, resumeConnection } from '../../../platform/connections/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openPlatform } from '../../open-platform.ts';
import { printSaved } from './print-saved.ts';

const createStateCommand =
  (act: typeof pauseConnection): Act =>
  async (call: CommandCall) => {
    await using platform = await openPlatform(call, { create: false });
    const connection: Connection = await act(platform, call.args[0] ?? '');
    await printSaved(call, connection, connection.paused ? 'paused' : 'resumed');
    return EXIT.done;
  };

/** `connection pause`: prevents new runs until the connection is resumed. Throws CONNECTION_UNKNOWN. */
export const pause = createStateCommand(pauseConnection);

/** `connection resume`: ends a pause. Throws CONNECTION_UNKNOWN. */
export const resume = createStateCommand(resumeConnection);
