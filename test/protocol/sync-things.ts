import { createPorts, type Manifest, type Ports } from '../../engine/index.ts';
import { createAirbyteWriter, readConfiguredCatalog, readStates } from '../../engine/protocol/airbyte/index.ts';
import type { SyncPlan } from '../../engine/protocol/sync/index.ts';
import { listRecordStreams, syncStreams } from '../../engine/protocol/sync/index.ts';
import type { SmallVendor } from '../pipeline/run/small-vendor.ts';
import { compileTestConnector } from '../pipeline/run/sync.ts';
import { createTickingClock } from '../pipeline/run/ticking-clock.ts';
import { MANIFEST } from './thing-vendor.ts';

/** Message of the Airbyte protocol; tests read what they know to be there. */
export interface Message {
  readonly type: string;
  readonly record?: { readonly stream: string; readonly data: { readonly [field: string]: string } };
  readonly state?: StateMessage;
  readonly trace?: {
    readonly type: string;
    readonly error?: Readonly<Record<string, unknown>>;
    readonly stream_status?: { readonly status: string; readonly stream_descriptor: { readonly name: string } };
  };
  readonly log?: { readonly message: string };
}

export interface StateMessage {
  readonly type: string;
  readonly stream: { readonly stream_descriptor: { readonly name: string }; readonly stream_state: StateBlob };
  readonly sourceStats: { readonly recordCount: number };
}

export interface StateBlob {
  readonly cursors: object;
  readonly run?: { readonly startedAt: number; readonly checkpoint: { readonly stream: string } };
}

export interface ThingSync {
  readonly vendor: SmallVendor;
  readonly modes: Readonly<Record<string, 'full_refresh' | 'incremental'>>;
  readonly states?: readonly StateMessage[];
  readonly manifest?: Manifest;
  readonly fingerprint?: string;
  readonly signal?: AbortSignal;
  readonly clock?: Ports['clock'];
  readonly write?: (text: string) => Promise<void>;
}

/** Reads streams of the small vendor as Airbyte messages, with a state after nearly every page. */
export async function syncThings({ vendor, modes, states = [], manifest = MANIFEST, ...more }: ThingSync) {
  const messages: Message[] = [];
  const collect = async (text: string) => {
    for (const line of text.split('\n').filter(Boolean)) messages.push(JSON.parse(line));
  };
  const connector = await compileTestConnector({ connector: manifest, vendor });
  const catalog = {
    streams: Object.entries(modes).map(([name, mode]) => ({ stream: { name }, sync_mode: mode })),
  };
  const real = createPorts({ allowPrivate: true });
  const clock = more.clock ?? createTickingClock();
  const plan: SyncPlan = {
    streams: readConfiguredCatalog(listRecordStreams(connector), catalog),
    states: readStates(manifest.id, JSON.parse(JSON.stringify(states))),
    compile: (entities) =>
      compileTestConnector({ connector: manifest, vendor, concurrency: 1, select: { entities: [...entities] } }),
    fingerprint: (streams) => `${more.fingerprint ?? ''}${streams.map(({ name, mode }) => name + mode).join()}`,
    writer: createAirbyteWriter(more.write ?? collect, clock),
    ports: { ...real, clock },
    ...(more.signal ? { signal: more.signal } : {}),
  };
  try {
    return { isComplete: await syncStreams(plan), messages };
  } finally {
    await real.close();
  }
}

/** Returns the ids of the records of a stream. */
export const listIds = (messages: readonly Message[], stream: string): string[] =>
  messages.flatMap(({ record }) =>
    record?.stream === stream
      ? [String(record.data['externalFindingId'] ?? record.data['externalAssetId'] ?? record.data['id'])]
      : [],
  );

/** Returns the last state of each stream, as a client stores them. */
export function pickStates(messages: readonly Message[]): StateMessage[] {
  const byStream = new Map<string, StateMessage>();
  for (const { state } of messages) if (state) byStream.set(state.stream.stream_descriptor.name, state);
  return [...byStream.values()];
}
