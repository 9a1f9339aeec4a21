import { createPorts } from '../../../io/ports.ts';
import type { RecordStream } from '../../../protocol/sync/index.ts';
import {
  listRecordStreams,
  type MessageWriter,
  type SelectedStream,
  type StreamState,
  type SyncPlan,
  syncStreams,
} from '../../../protocol/sync/index.ts';
import type { CommandCall } from '../../command.ts';
import { type ConnectedConnector, compileLoaded, loadConnection } from '../../config/connect.ts';
import { createInterrupt } from '../../process/interrupt.ts';
import { computeRunFingerprint } from '../run/run-fingerprint.ts';

type SyncCall = CommandCall<'config'>;

/** Connector with the streams that a protocol shows. */
export interface ProtocolConnector extends ConnectedConnector {
  readonly streams: readonly RecordStream[];
}

export async function connectProtocol(call: SyncCall): Promise<ProtocolConnector> {
  const connected = await loadConnection(call);
  return { ...connected, streams: listRecordStreams(connected.connector) };
}

/** Streams to sync, their states, and the writer of the messages. */
export interface ProtocolSync {
  /** Name of the protocol. */
  readonly protocol: string;
  readonly streams: readonly SelectedStream[];
  readonly states: ReadonlyMap<string, StreamState>;
  readonly createWriter: (clock: { now(): number }) => MessageWriter;
}

/** Compiles the connector for some entities, and hashes what must be unchanged to resume their sync. */
function planSync(
  { options, terminal }: SyncCall,
  { loaded, config }: ProtocolConnector,
  { protocol }: ProtocolSync,
): Pick<SyncPlan, 'compile' | 'fingerprint'> {
  const { concurrency } = options;
  return {
    compile: (entities) =>
      compileLoaded(
        loaded,
        { ...config, select: { ...config.select, entities: [...entities] }, ...(concurrency ? { concurrency } : {}) },
        { terminal },
      ),
    fingerprint: (streams) =>
      computeRunFingerprint(loaded, config, {
        streams: undefined,
        destinations: [protocol, ...streams.map(({ name, mode }) => `${name} ${mode}`)],
      }),
  };
}

/** Runs a sync of a protocol. Resolves to false if a stream failed. Throws INTERRUPTED. */
export async function runProtocolSync(
  call: SyncCall,
  connector: ProtocolConnector,
  sync: ProtocolSync,
): Promise<boolean> {
  const { options, terminal } = call;
  const ports = createPorts({ allowPrivate: options['allow-private-network'] ?? false, env: terminal.env });
  using interrupt = createInterrupt(terminal);
  await interrupt.ready;
  try {
    return await syncStreams({
      ...planSync(call, connector, sync),
      streams: sync.streams,
      states: sync.states,
      writer: sync.createWriter(ports.clock),
      ports,
      signal: interrupt.signal,
    });
  } finally {
    await ports.close();
  }
}
