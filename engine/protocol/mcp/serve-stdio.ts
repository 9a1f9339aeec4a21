import type { Readable, Writable } from 'node:stream';
import type { McpServer } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';

/** Largest message that is read: a recording or a sample may have megabytes. */
const MOST_BYTES = 16 << 20;

export interface StdioOptions {
  readonly input: Readable;
  readonly output: Writable;
  /** Ends the connection. */
  readonly signal: AbortSignal;
  /** Receives problems of the connection, such as a message that is not JSON. */
  readonly onProblem: (problem: Error) => void;
}

/**
 * Serves over standard input and output, to clients of every revision of the protocol. Resolves when the client closes its
 * end, or the signal aborts. Calls in progress are aborted.
 */
export async function serveOverStdio(
  create: () => McpServer,
  { input, output, signal, onProblem }: StdioOptions,
): Promise<void> {
  const transport = new StdioServerTransport(input, output, { maxBufferSize: MOST_BYTES });
  const handle = serveStdio(create, { transport, onerror: onProblem });
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const { onclose } = transport;
  transport.onclose = () => {
    onclose?.();
    resolve();
  };
  const stop = () => void handle.close();
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  await closed;
}
