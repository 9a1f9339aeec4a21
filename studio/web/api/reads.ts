import { readBody, send, toApiError } from './client.ts';
import { startPending } from './pending.ts';
import type { ReadEvent, ReadRequest } from './types.generated.ts';

/** Yields the lines of a response as they arrive, without empty ones. */
async function* readLines(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield line;
  }
}

/** Starts a test read and passes its events to `onEvent` until it ends. Rejects like `callApi`; aborting `signal` stops the read. */
export async function streamRead(
  request: ReadRequest,
  onEvent: (event: ReadEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const endPending = startPending();
  try {
    const response = await send('reads', { method: 'POST', body: request, signal });
    if (!response.ok || !response.body) throw toApiError(response, await readBody(response));
    for await (const line of readLines(response.body)) onEvent(JSON.parse(line) as ReadEvent);
  } finally {
    endPending();
  }
}
