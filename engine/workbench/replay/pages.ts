import type { JsonObject } from '../../base/json/index.ts';
import type { Manifest, SettingValues } from '../../manifest/index.ts';
import { type CompiledStream, type Config, type Connector, compileConnector } from '../../pipeline/connector/index.ts';
import { listDocuments } from '../../pipeline/extract/index.ts';
import { run } from '../../pipeline/run/run.ts';
import { noState } from '../../pipeline/run/state-store.ts';
import type { Sink } from '../../pipeline/sink/index.ts';
import type { Recording } from './recording.generated.ts';
import { createReplay } from './replay.ts';

/** Page of a recorded run, with its stream, its body and the ancestors that expressions can use. */
export interface RecordedPage {
  readonly stream: string;
  readonly text: string;
  readonly scope: JsonObject;
  /** Number of items on the page. */
  readonly items: number;
}

type Read = CompiledStream['extraction']['read'];

/** Page that is being read. */
interface RecordingPage {
  readonly stream: string;
  readonly chunks: readonly Uint8Array[];
  readonly scope: Parameters<Read>[1];
  readonly reader: ReturnType<Read>;
}

/** Returns the scope without settings and run, which every page has. */
const pickAncestors = ({ settings: _, run: __, ...ancestors }: RecordingPage['scope']): JsonObject =>
  ancestors as JsonObject;

async function* copyChunks(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, into: Uint8Array[]) {
  for await (const chunk of body) {
    into.push(chunk);
    yield chunk;
  }
}

/** Wraps a stream so that the pages it reads are added to `pages`. */
function capturePages(stream: CompiledStream, pages: RecordingPage[]): CompiledStream {
  const read: Read = (body, scope) => {
    const chunks: Uint8Array[] = [];
    const documents = listDocuments(body).map((document) => {
      if (!(document instanceof Uint8Array)) return copyChunks(document, chunks);
      chunks.push(document);
      return document;
    });
    const reader = stream.extraction.read({ documents }, scope);
    pages.push({ stream: stream.name, chunks, scope, reader });
    return reader;
  };
  const members = stream.members.map((member) => capturePages(member, pages));
  return { ...stream, extraction: { read }, members };
}

const nullSink: Sink = {
  open: async () => undefined,
  write: async () => undefined,
  checkpoint: async () => null,
  finish: async () => undefined,
  abandon: async () => undefined,
};

/**
 * Returns the pages of a recorded case in the order in which a run reads them, as samples for a map. If the case ends
 * with an error, returns the pages before it. Rejects with the errors of an invalid manifest or recording.
 */
export async function readRecordedPages(manifest: Manifest, recording: Recording): Promise<readonly RecordedPage[]> {
  let connector: Connector | undefined;
  const ports = createReplay(recording, () => connector?.auths.marks ?? []);
  const { settings, filters, select } = recording;
  connector = await compileConnector(manifest, {
    settings: settings as SettingValues,
    concurrency: 1,
    ...(filters ? { filters } : {}),
    ...(select ? { select: select as NonNullable<Config['select']> } : {}),
  });
  const pages: RecordingPage[] = [];
  const streams = connector.streams.map((stream) => capturePages(stream, pages));
  const job = { runId: 'replay', sinks: [nullSink], stateStore: noState, fingerprint: 'replay' };
  await run({ ...connector, streams }, job, ports);
  return pages.map(({ stream, chunks, scope, reader }) => ({
    stream,
    text: Buffer.concat(chunks).toString('utf8'),
    scope: pickAncestors(scope),
    items: reader.itemsSeen,
  }));
}
