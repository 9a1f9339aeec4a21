import { engineError } from '../../../base/errors/index.ts';
import {
  createSingerWriter,
  formatAbout,
  formatDiscovery,
  readSelection,
  readState,
  selectAll,
} from '../../../protocol/singer/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { loadConnector } from '../../load-connector.ts';
import { connectProtocol, runProtocolSync } from './open-sync.ts';
import { readCatalogFile, readStateFile } from './read-json.ts';

async function printAbout({ args, terminal }: CommandCall): Promise<number> {
  const { manifest } = await loadConnector(args[0] ?? '');
  await terminal.print(formatAbout(manifest));
  return EXIT.done;
}

async function sync(call: CommandCall<'config'>): Promise<number> {
  const { options, terminal } = call;
  const connected = await connectProtocol(call);
  if (options.discover) {
    await terminal.print(formatDiscovery(connected.streams));
    return EXIT.done;
  }
  const { catalog } = options;
  const streams =
    catalog === undefined
      ? selectAll(connected.streams)
      : readSelection(connected.streams, await readCatalogFile(catalog));
  const { bookmarks, states } = readState(connected.loaded.manifest.id, await readStateFile(options.state));
  const isComplete = await runProtocolSync(call, connected, {
    protocol: 'singer',
    streams,
    states,
    createWriter: (clock) =>
      createSingerWriter({ streams, bookmarks, write: terminal.print, tell: terminal.tell, clock }),
  });
  return isComplete ? EXIT.done : EXIT.failed;
}

/**
 * `singer`: reads the selected streams as a tap, or prints the catalog or the description of the tap. Rejected records are
 * reported on stderr: any exit code other than 0 would fail the pipeline.
 */
export const singer: Act = async (call) => {
  if (call.options.about) return printAbout(call);
  const { config } = call.options;
  if (config === undefined) throw engineError('USAGE', { problem: '--config is required, except with --about' });
  return sync({ ...call, options: { ...call.options, config } });
};
