import { CATALOGUE, type EngineError, isEngineError, toEngineError } from '../../../base/errors/index.ts';
import { createPorts } from '../../../io/ports.ts';
import {
  buildSpec,
  createAirbyteWriter,
  describeStream,
  formatCatalog,
  formatConnectionStatus,
  formatError,
  formatFailure,
  formatSpec,
  readConfiguredCatalog,
  readStates,
} from '../../../protocol/airbyte/index.ts';
import { runConnectionTest } from '../../../workbench/check/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { loadConnection } from '../../config/connect.ts';
import { EXIT } from '../../exit-code.ts';
import { loadConnector } from '../../load-connector.ts';
import { createInterrupt } from '../../process/interrupt.ts';
import { connectProtocol, runProtocolSync } from './open-sync.ts';
import { readCatalogFile, readStateFile } from './read-json.ts';

type ConfigCall = CommandCall<'config'>;

const isSilent = (error: unknown): boolean =>
  isEngineError(error, 'INTERRUPTED') || isEngineError(error, 'FILE_UNWRITABLE');

/** Runs a command, and prints its error as a message too: an Airbyte client reads nothing else. */
async function withErrorMessage({ terminal }: CommandCall, act: () => Promise<number>): Promise<number> {
  try {
    return await act();
  } catch (error) {
    if (!isSilent(error)) await terminal.print(formatError(toEngineError(error), Date.now()));
    throw error;
  }
}

/** `airbyte spec`: prints the specification of the connector. */
export const spec: Act = (call) =>
  withErrorMessage(call, async () => {
    const { manifest } = await loadConnector(call.args[0] ?? '');
    await call.terminal.print(formatSpec(buildSpec(manifest)));
    return EXIT.done;
  });

/** Runs the connection test. Resolves to the reason of the first failure. */
async function findCheckFailure(call: ConfigCall): Promise<string | undefined> {
  const { options, terminal } = call;
  const { connector } = await loadConnection(call);
  const allowPrivate = options['allow-private-network'] ?? false;
  const ports = createPorts({ allowPrivate, env: terminal.env });
  using interrupt = createInterrupt(terminal);
  await interrupt.ready;
  const { signal } = interrupt;
  try {
    const { checks } = await runConnectionTest(connector, { ports, allowPrivate, signal });
    signal.throwIfAborted();
    const failed = checks.find(({ status }) => status === 'failed');
    return failed && `${failed.title}: ${formatFailure({ ...failed, code: failed.code ?? '' })}`;
  } finally {
    await ports.close();
  }
}

/** An invalid config fails the check like a wrong password: it is the answer, not a failure of the command. */
const isConfigError = ({ code }: EngineError): boolean => CATALOGUE[code].stage === 'usage';

/** `airbyte check`: prints the result of the connection test. The exit code is 0 in either case, as clients expect. */
export const check: Act<'config'> = (call) =>
  withErrorMessage(call, async () => {
    const failure = await findCheckFailure(call).catch((error: unknown) => {
      if (isEngineError(error) && isConfigError(error)) return formatFailure(error);
      throw error;
    });
    await call.terminal.print(formatConnectionStatus(failure));
    return EXIT.done;
  });

/** `airbyte discover`: prints the catalog of streams. */
export const discover: Act<'config'> = (call) =>
  withErrorMessage(call, async () => {
    const { streams } = await connectProtocol(call);
    await call.terminal.print(formatCatalog(streams.map(describeStream)));
    return EXIT.done;
  });

/**
 * `airbyte read`: reads the streams of the configured catalog. Rejected records are log messages: any exit code other than 0
 * would fail the sync of the client.
 */
export const read: Act<'config' | 'catalog'> = (call) =>
  withErrorMessage(call, async () => {
    const { options, terminal } = call;
    const connected = await connectProtocol(call);
    const isComplete = await runProtocolSync(call, connected, {
      protocol: 'airbyte',
      streams: readConfiguredCatalog(connected.streams, await readCatalogFile(options.catalog)),
      states: readStates(connected.loaded.manifest.id, await readStateFile(options.state)),
      createWriter: (clock) => createAirbyteWriter(terminal.print, clock),
    });
    return isComplete ? EXIT.done : EXIT.failed;
  });
