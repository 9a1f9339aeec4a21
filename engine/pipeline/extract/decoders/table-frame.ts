import { engineError } from '../../../base/errors/index.ts';
import { createTooLargeError, type Json } from '../../../base/json/index.ts';
import type { CsvDecoder } from '../../../manifest/types.generated.ts';

/** Lines around a table. */
export interface TableFrame {
  readonly preamble: string[];
  readonly footer: string[];
}

type FrameSpec = Pick<CsvDecoder, 'preamble' | 'footer'>;

/** Maximum length of all lines around a table, and of one line in it, in characters. */
const MAX_FRAME = 1 << 20;
const MAX_LINE = 16 << 20;

/** Lines with their ends; a CR at the end of a piece may be half of one. */
async function* splitLines(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of text) {
    rest += piece;
    let start = 0;
    for (const match of rest.matchAll(/\r\n|\n|\r(?!$)/g)) {
      const end = match.index + match[0].length;
      yield rest.slice(start, end);
      start = end;
    }
    rest = rest.slice(start);
    if (rest.length > MAX_LINE) throw createTooLargeError(MAX_LINE);
  }
  if (rest !== '') yield rest;
}

const isBlank = (line: string): boolean => line.trim() === '';

/** Collects the lines around a table and limits their size. */
class FrameLines {
  readonly lines: string[];
  #size = 0;

  constructor(lines: string[]) {
    this.lines = lines;
  }

  add(line: string): void {
    if (isBlank(line)) return;
    this.#size += line.length;
    if (this.#size > MAX_FRAME) throw createTooLargeError(MAX_FRAME);
    this.lines.push(line.trimEnd());
  }
}

/** Collects the preamble. Throws BODY_NOT_CSV if it does not end, BODY_EMPTY if there is no line. */
async function readPreamble(lines: AsyncIterator<string>, last: number | string, into: string[]): Promise<void> {
  const preamble = new FrameLines(into);
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    preamble.add(next.value);
    if (typeof last === 'string' ? next.value.startsWith(last) : into.length === last) return;
  }
  if (into.length === 0) throw engineError('BODY_EMPTY');
  const looksLike = typeof last === 'string' ? `a text without the line "${last}"` : `a text of ${into.length} lines`;
  throw engineError('BODY_NOT_CSV', { looksLike });
}

/** Passes lines on until the first one of the footer, which begins with `first`. Throws BODY_TRUNCATED without it. */
async function* readUntilMarker(lines: AsyncIterable<string>, first: string, footer: FrameLines) {
  let isFooter = false;
  for await (const line of lines) {
    isFooter ||= line.startsWith(first);
    if (isFooter) footer.add(line);
    else yield line;
  }
  if (!isFooter) throw engineError('BODY_TRUNCATED');
}

/** Passes all lines on except the last `count` that are not blank. */
async function* readUntilLast(lines: AsyncIterable<string>, count: number, footer: FrameLines) {
  const held: string[] = [];
  let filled = 0;
  for await (const line of lines) {
    held.push(line);
    if (!isBlank(line)) filled += 1;
    for (; filled > count; ) {
      const released = held.shift() ?? '';
      if (!isBlank(released)) filled -= 1;
      yield released;
    }
  }
  for (const line of held) footer.add(line);
}

/** Passes the text of a table on without the lines around it, which are added to `frame`. */
export async function* cutTable(
  text: AsyncIterable<string>,
  { preamble, footer }: FrameSpec,
  frame: TableFrame,
): AsyncGenerator<string> {
  if (preamble === undefined && footer === undefined) return yield* text;
  const lines = splitLines(text);
  if (preamble !== undefined) await readPreamble(lines, preamble, frame.preamble);
  const below = new FrameLines(frame.footer);
  if (footer === undefined) yield* lines;
  else yield* typeof footer === 'string' ? readUntilMarker(lines, footer, below) : readUntilLast(lines, footer, below);
}

/** Returns the page of a table: the lines around it, for those that the manifest declares. */
export const toEnvelope = (spec: FrameSpec, { preamble, footer }: TableFrame): Json =>
  spec.preamble === undefined && spec.footer === undefined
    ? []
    : {
        ...(spec.preamble === undefined ? {} : { preamble }),
        ...(spec.footer === undefined ? {} : { footer }),
      };
