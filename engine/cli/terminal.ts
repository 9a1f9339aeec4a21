import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { styleText } from 'node:util';
import type { Secret } from '../base/secret/index.ts';
import { createRedactor } from '../base/secret/redactor.ts';

type Format = Parameters<typeof styleText>[0];

/** Formats text with colors, or returns it unchanged if colors are off. */
export type Paint = (format: Format, text: string) => string;

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Output, input and environment of a command. All output is redacted, except that of a protocol. */
export interface Terminal {
  readonly env: Environment;
  /** Returns the streams of a protocol, whose messages are redacted before they are written. Nothing else may use stdout. */
  openProtocol(): ProtocolStreams;
  /** Reads standard input to its end. */
  readInput(): Promise<string>;
  /** Reports whether standard input and stderr are a terminal, so that the user can be prompted. */
  canAsk(): boolean;
  /** Writes data to stdout; resolves when it is flushed. Rejects with FILE_UNWRITABLE if the reader closed the pipe. */
  print(text: string): Promise<void>;
  /** Writes a message to stderr. */
  tell(text: string): void;
  /** Registers a secret that is redacted from all output. */
  learn(secret: string | Secret): void;
  /** Formatters for stdout and stderr. */
  readonly paint: { readonly out: Paint; readonly err: Paint };
  /** True if stderr is an interactive terminal. */
  readonly isLive: boolean;
  /** Returns the line width of stderr in characters. */
  columns(): number;
}

/** Standard input and output as a protocol uses them. */
export interface ProtocolStreams {
  readonly input: Readable;
  readonly output: Writable;
}

export interface TerminalOptions {
  /** Value of `--no-color`. */
  readonly plain: boolean;
  /** Defaults to this process. */
  readonly host?: Host;
}

/** Parts of a process that a command uses. */
export interface Host {
  readonly env: Environment;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
}

type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

const createPaint = (stream: Output, { plain, env }: { readonly plain: boolean; readonly env: Environment }): Paint => {
  const { NO_COLOR, FORCE_COLOR, TERM } = env;
  const forced = Boolean(FORCE_COLOR) && FORCE_COLOR !== '0';
  const enabled = !plain && !NO_COLOR && (forced || (stream.isTTY && TERM !== 'dumb'));
  return (format, text) => (enabled ? styleText(format, text, { validateStream: false }) : text);
};

const DEFAULT_COLUMNS = 80;

const write = (stream: Output, text: string): Promise<Error | undefined> =>
  new Promise((resolve) => {
    stream.write(text, (error) => resolve(error ?? undefined));
  });

/** Imports the error catalogue on demand, so that help does not load it. */
async function toUnwritableError(error: Error): Promise<Error> {
  const { engineError } = await import('../base/errors/index.ts');
  const reason = 'code' in error ? String(error.code) : error.name;
  return engineError('FILE_UNWRITABLE', { file: 'stdout', reason }, error);
}

const guardedStreams = new WeakSet<Output>();

/** Handles error events of a closed pipe, which would otherwise end the process. `write` reports the error to its caller. */
function guard(stream: Output): void {
  if (guardedStreams.has(stream)) return;
  guardedStreams.add(stream);
  stream.on('error', () => undefined);
}

/** Creates a terminal over the streams and environment of its host. */
export function createTerminal({ plain, host = process }: TerminalOptions): Terminal {
  const { env, stdout, stderr } = host;
  const redact = createRedactor([]);
  for (const stream of [stdout, stderr]) guard(stream);
  return {
    env,
    openProtocol: () => ({ input: host.stdin, output: stdout }),
    // Accessed lazily, because reading process.stdin opens it.
    readInput: () => text(host.stdin),
    canAsk: () => host.stdin.isTTY === true && stderr.isTTY === true,
    async print(text) {
      const error = await write(stdout, redact(text));
      if (error) throw await toUnwritableError(error);
    },
    tell: (text) => {
      stderr.write(redact(text));
    },
    learn: (secret) => redact.add(secret),
    paint: { out: createPaint(stdout, { plain, env }), err: createPaint(stderr, { plain, env }) },
    isLive: stderr.isTTY === true && env['TERM'] !== 'dumb',
    columns: () => stderr.columns || DEFAULT_COLUMNS,
  };
}

/** Prints a value as indented JSON. */
export const printJson = (terminal: Terminal, value: unknown): Promise<void> =>
  terminal.print(`${JSON.stringify(value, null, 2)}\n`);
