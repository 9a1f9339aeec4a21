import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Server-sent event: id, name and JSON data. */
interface StreamEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

type Listener = (data: unknown) => void;

const LOGIN_REQUIRED = 401;
const RETRY_MS = 1_000;
const MAX_RETRY_MS = 5_000;

const listeners = new Map<string, Set<Listener>>();
let stop: AbortController | undefined;
let lastId = '';
let opened: PromiseWithResolvers<void> = Promise.withResolvers();

/** Connection to the server: `away` while it does not respond, `ended` if it requires another login. */
export type Link = 'opening' | 'live' | 'away' | 'ended';

/** State of the event stream. */
export const link = signal<Link>('opening');

/** Number of times that the stream was connected again; what failed in the meantime is worth loading again. */
export const reconnects = signal(0);

const FIELD = /^(id|event|data): ?(.*)$/;

/** Parses one block of an event stream; returns undefined for a comment. */
function readEvent(block: string): StreamEvent | undefined {
  const event = { id: '', event: 'message', data: '' };
  for (const line of block.split('\n')) {
    const [, name, value = ''] = FIELD.exec(line) ?? [];
    if (name === 'id' || name === 'event' || name === 'data') event[name] = value;
  }
  return event.data === '' ? undefined : event;
}

function notify({ id, event, data }: StreamEvent): void {
  // A new stream starts with a `reset`. The first one of a tab is ignored because no event was missed yet.
  const isFirst = lastId === '';
  lastId = id || lastId;
  if (isFirst && event === 'reset') return;
  const value: unknown = JSON.parse(data);
  for (const listener of [...(listeners.get(event) ?? [])]) listener(value);
}

async function readStream(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
  let rest = '';
  for await (const text of body.pipeThrough(new TextDecoderStream()) as unknown as AsyncIterable<string>) {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = readEvent(block);
      if (event) notify(event);
    }
  }
}

async function readOnce(stopSignal: AbortSignal): Promise<void> {
  const response = await fetch('/api/events', {
    headers: lastId === '' ? {} : { 'last-event-id': lastId },
    signal: stopSignal,
  });
  if (!response.ok || !response.body) {
    link.value = response.status === LOGIN_REQUIRED ? 'ended' : 'away';
    return;
  }
  if (link.value !== 'opening') reconnects.value += 1;
  link.value = 'live';
  opened.resolve();
  await readStream(response.body);
}

/** Reads the stream until `stopSignal` aborts, and reconnects with exponential backoff from the last event id. */
async function keepReading(stopSignal: AbortSignal): Promise<void> {
  for (let wait = RETRY_MS; !stopSignal.aborted; wait = Math.min(wait * 2, MAX_RETRY_MS)) {
    await readOnce(stopSignal).catch(() => undefined);
    if (link.value === 'live') wait = RETRY_MS;
    if (stopSignal.aborted) return;
    if (link.value !== 'ended') link.value = 'away';
    opened = Promise.withResolvers();
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** Calls `listener` for each event of this name; opens the stream if necessary. Returns the function that unsubscribes. */
export function onEvent(name: string, listener: Listener): () => void {
  const set = listeners.get(name) ?? new Set();
  listeners.set(name, set.add(listener));
  openStream();
  return () => set.delete(listener);
}

/** Opens the event stream unless it is open: it also detects that the server is away. */
export function openStream(): void {
  if (stop) return;
  stop = new AbortController();
  void keepReading(stop.signal);
}

/** Resolves when the stream is open: no later event is missed. */
export const whenLive = (): Promise<void> => opened.promise;

/** Subscribes to events by name while the component is mounted. `reset` means that events may have been missed. */
export function useEvents(table: Readonly<Record<string, Listener>>, deps: readonly unknown[]): void {
  useEffect(() => {
    const unsubscribes = Object.entries(table).map(([name, listener]) => onEvent(name, listener));
    return () => {
      for (const unsubscribe of unsubscribes) unsubscribe();
    };
  }, deps);
}
