import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { styleText } from 'node:util';
import type { Secret } from '../base/secret/index.ts';
import { createRedactor } from '../base/secret/redactor.ts';

type Format = Parameters<typeof styleText>[0];

/** Colours a text, or leaves it as it is where colours are not wanted. */
export type Paint = (format: Format, text: string) => string;

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Output, input and environment of a command. Nothing leaves without having been redacted. */
export interface Terminal {
  readonly env: Environment;
  /** Reads standard input to its end. */
  readInput(): Promise<string>;
  /** A person can be asked: standard input and stderr are a terminal. */
  canAsk(): boolean;
  /** Writes data to stdout; resolves when more may come. Rejects with FILE_UNWRITABLE when its reader has gone. */
  print(text: string): Promise<void>;
  /** Writes words for a person to stderr. */
  tell(text: string): void;
  /** Makes a secret known, so that no output holds it. */
  learn(secret: string | Secret): void;
  /** Colours for stdout and for stderr. */
  readonly paint: { readonly out: Paint; readonly err: Paint };
  /** A person is watching stderr. */
  readonly isLive: boolean;
  /** Characters that a line of stderr may have. */
  columns(): number;
}

export interface TerminalOptions {
  /** `--no-color` was given. */
  readonly plain: boolean;
  /** This process by default. */
  readonly host?: Host;
}

/** The parts of a process that a command uses. */
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
  const wanted = !plain && !NO_COLOR && (forced || (stream.isTTY && TERM !== 'dumb'));
  return (format, text) => (wanted ? styleText(format, text, { validateStream: false }) : text);
};

const DEFAULT_COLUMNS = 80;

const write = (stream: Output, text: string): Promise<Error | undefined> =>
  new Promise((resolve) => {
    stream.write(text, (error) => resolve(error ?? undefined));
  });

/** Loaded when it is needed: the help has no use for the catalogue of errors. */
async function toUnwritableError(error: Error): Promise<Error> {
  const { engineError } = await import('../base/errors/index.ts');
  const reason = 'code' in error ? String(error.code) : error.name;
  return engineError('FILE_UNWRITABLE', { file: 'stdout', reason }, error);
}

const guardedStreams = new WeakSet<Output>();

/** A reader that went away is told to whoever writes; without a listener it would end the process. */
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
    // Not read before it is needed: this process's is opened by being looked at.
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

/** Prints a value as JSON. */
export const printJson = (terminal: Terminal, value: unknown): Promise<void> =>
  terminal.print(`${JSON.stringify(value, null, 2)}\n`);
