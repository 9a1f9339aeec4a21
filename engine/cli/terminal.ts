import { styleText } from 'node:util';
import type { Secret } from '../base/secret/index.ts';
import { redactor } from '../base/secret/redaction.ts';

type Format = Parameters<typeof styleText>[0];

/** Colours a text, or leaves it as it is where colours are not wanted. */
export type Paint = (format: Format, text: string) => string;

/** Where a command's words go. Nothing leaves without having been redacted. */
export interface Terminal {
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
}

const painter = (stream: NodeJS.WriteStream, plain: boolean): Paint => {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const forced = Boolean(FORCE_COLOR) && FORCE_COLOR !== '0';
  const wanted = !plain && !NO_COLOR && (forced || (stream.isTTY && TERM !== 'dumb'));
  return (format, text) => (wanted ? styleText(format, text, { validateStream: false }) : text);
};

const DEFAULT_COLUMNS = 80;

const written = (stream: NodeJS.WriteStream, text: string): Promise<Error | undefined> =>
  new Promise((resolve) => {
    stream.write(text, (error) => resolve(error ?? undefined));
  });

/** Loaded when it is needed: the help has no use for the catalogue of errors. */
async function unwritable(error: Error): Promise<Error> {
  const { engineError } = await import('../base/errors/index.ts');
  const reason = 'code' in error ? String(error.code) : error.name;
  return engineError('FILE_UNWRITABLE', { file: 'stdout', reason }, error);
}

const guarded = new WeakSet<NodeJS.WriteStream>();

/** A reader that went away is told to whoever writes; without a listener it would end the process. */
function guard(stream: NodeJS.WriteStream): void {
  if (guarded.has(stream)) return;
  guarded.add(stream);
  stream.on('error', () => undefined);
}

/** This process's stdout and stderr as a Terminal. */
export function createTerminal({ plain }: TerminalOptions): Terminal {
  const { stdout, stderr } = process;
  const redact = redactor([]);
  for (const stream of [stdout, stderr]) guard(stream);
  return {
    async print(text) {
      const error = await written(stdout, redact(text));
      if (error) throw await unwritable(error);
    },
    tell: (text) => {
      stderr.write(redact(text));
    },
    learn: (secret) => redact.add(secret),
    paint: { out: painter(stdout, plain), err: painter(stderr, plain) },
    isLive: stderr.isTTY === true && process.env['TERM'] !== 'dumb',
    columns: () => stderr.columns || DEFAULT_COLUMNS,
  };
}

/** Prints a value as JSON. */
export const printJson = (terminal: Terminal, value: unknown): Promise<void> =>
  terminal.print(`${JSON.stringify(value, null, 2)}\n`);
