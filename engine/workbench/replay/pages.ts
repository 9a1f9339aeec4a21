import type { JsonObject } from '../../base/json/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { type CompiledStream, type Config, type Connector, compileConnector } from '../../pipeline/connector/index.ts';
import { run } from '../../pipeline/run/run.ts';
import { noState } from '../../pipeline/run/state-store.ts';
import type { Sink } from '../../pipeline/sink/index.ts';
import type { Recording } from './recording.generated.ts';
import { createReplay } from './replay.ts';

/** A page that a recorded run read: of which stream, its body, and the ancestors that expressions see beside its items. */
export interface RecordedPage {
  readonly stream: string;
  readonly text: string;
  readonly scope: JsonObject;
  /** Items that were taken from it. */
  readonly items: number;
}

type Read = CompiledStream['extraction']['read'];

/** A page while it is read. */
interface RecordingPage {
  readonly stream: string;
  readonly chunks: readonly Uint8Array[];
  readonly scope: Parameters<Read>[1];
  readonly reader: ReturnType<Read>;
}

/** The scope without what every page has. */
const pickAncestors = ({ settings: _, run: __, ...ancestors }: RecordingPage['scope']): JsonObject =>
  ancestors as JsonObject;

async function* copyChunks(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, into: Uint8Array[]) {
  for await (const chunk of body) {
    into.push(chunk);
    yield chunk;
  }
}

/** A stream that keeps what is read of it. */
function keepPages(stream: CompiledStream, kept: RecordingPage[]): CompiledStream {
  const read: Read = (body, scope) => {
    const chunks: Uint8Array[] = [];
    const isWhole = ArrayBuffer.isView(body);
    if (isWhole) chunks.push(body as unknown as Uint8Array);
    const reader = stream.extraction.read(isWhole ? body : copyChunks(body, chunks), scope);
    kept.push({ stream: stream.name, chunks, scope, reader });
    return reader;
  };
  return { ...stream, extraction: { read } };
}

const nullSink: Sink = {
  open: async () => undefined,
  write: async () => undefined,
  checkpoint: async () => null,
  finish: async () => undefined,
  abandon: async () => undefined,
};

/**
 * The pages that a recorded case holds, in the order in which a run reads them: what a map may be tried on. A case that
 * ends in an error gives those before it. Rejects with what an unusable manifest or recording throws.
 */
export async function readRecordedPages(manifest: Manifest, recording: Recording): Promise<readonly RecordedPage[]> {
  let connector: Connector | undefined;
  const ports = createReplay(recording, () => connector?.scheme.marks ?? []);
  const { settings, filters, select } = recording;
  connector = await compileConnector(manifest, {
    settings: settings as Readonly<Record<string, string | number | boolean>>,
    concurrency: 1,
    ...(filters ? { filters } : {}),
    ...(select ? { select: select as NonNullable<Config['select']> } : {}),
  });
  const kept: RecordingPage[] = [];
  const streams = connector.streams.map((stream) => keepPages(stream, kept));
  const job = { runId: 'replay', sinks: [nullSink], stateStore: noState, fingerprint: 'replay' };
  await run({ ...connector, streams }, job, ports);
  return kept.map(({ stream, chunks, scope, reader }) => ({
    stream,
    text: Buffer.concat(chunks).toString('utf8'),
    scope: pickAncestors(scope),
    items: reader.itemsSeen,
  }));
}
