import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** One event of the stream: its id, its name and what it says. */
interface StreamEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

type Listener = (data: unknown) => void;

const AGAIN_MS = 1_000;
const LONGEST_MS = 15_000;

const listeners = new Map<string, Set<Listener>>();
let stop: AbortController | undefined;
let lastId = '';
let opened: PromiseWithResolvers<void> = Promise.withResolvers();

/** Whether what moves is being told just now. */
const isLive = signal(false);

const FIELD = /^(id|event|data): ?(.*)$/;

/** One block of a stream of events; comments are none. */
function readEvent(block: string): StreamEvent | undefined {
  const told = { id: '', event: 'message', data: '' };
  for (const line of block.split('\n')) {
    const [, name, value = ''] = FIELD.exec(line) ?? [];
    if (name === 'id' || name === 'event' || name === 'data') told[name] = value;
  }
  return told.data === '' ? undefined : told;
}

function notify({ id, event, data }: StreamEvent): void {
  // The first one of a tab is a `reset`, too: nothing was missed then.
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
      const told = readEvent(block);
      if (told) notify(told);
    }
  }
}

async function readOnce(signalOf: AbortSignal): Promise<void> {
  const response = await fetch('/api/events', {
    headers: lastId === '' ? {} : { 'last-event-id': lastId },
    signal: signalOf,
  });
  if (!response.ok || !response.body) return;
  isLive.value = true;
  opened.resolve();
  await readStream(response.body);
}

/** Reads the stream until `stop`, anew after each break, with the last id that came. */
async function keepReading(signalOf: AbortSignal): Promise<void> {
  for (let wait = AGAIN_MS; !signalOf.aborted; wait = Math.min(wait * 2, LONGEST_MS)) {
    await readOnce(signalOf).catch(() => undefined);
    if (isLive.value) wait = AGAIN_MS;
    isLive.value = false;
    if (signalOf.aborted) return;
    opened = Promise.withResolvers();
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** Calls `listener` at each event of this name, from when the stream is open; gives what ends that. */
export function onEvent(name: string, listener: Listener): () => void {
  const set = listeners.get(name) ?? new Set();
  listeners.set(name, set.add(listener));
  if (!stop) {
    stop = new AbortController();
    void keepReading(stop.signal);
  }
  return () => set.delete(listener);
}

/** Resolves when the stream is open: what a call begins from then on is told. */
export const whenLive = (): Promise<void> => opened.promise;

/** Hears events of these names as long as the component is there; `reset` tells that some may have been missed. */
export function useEvents(table: Readonly<Record<string, Listener>>, deps: readonly unknown[]): void {
  useEffect(() => {
    const ends = Object.entries(table).map(([name, listener]) => onEvent(name, listener));
    return () => {
      for (const end of ends) end();
    };
  }, deps);
}
