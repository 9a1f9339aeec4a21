import { getNodeValue, type JSONPath, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { formatPointer, parsePointer } from '../mapping/json-positions.ts';
import { setValue } from '../mapping/manifest-text.ts';

/** Object of a manifest. */
export type Content = Readonly<Record<string, unknown>>;

/** First syntax error of a text. */
export interface SyntaxError {
  readonly message: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** Parsed text: its tree and its content, or its first error. */
export interface ParsedText {
  readonly tree: Node | undefined;
  /** Absent if the text is invalid or not an object. */
  readonly content?: Content;
  readonly error?: SyntaxError;
}

/** Change of the manifest. Without a value, the member is removed. */
export interface ContentEdit {
  /** JSON pointer. */
  readonly to: string;
  readonly value?: unknown;
}

export const isContent = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const toWords = (code: string): string => code.replaceAll(/([a-z])([A-Z])/g, (_all, a, b) => `${a} ${b.toLowerCase()}`);

function locate(text: string, offset: number, message: string): SyntaxError {
  const before = text.slice(0, offset);
  return { message, offset, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** Parses the text of a manifest, strictly. */
export function parseText(text: string): ParsedText {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  if (first) return { tree, error: locate(text, first.offset, toWords(printParseErrorCode(first.error))) };
  const value: unknown = tree && getNodeValue(tree);
  return isContent(value)
    ? { tree, content: value }
    : { tree, error: locate(text, 0, 'The manifest is not an object') };
}

/** Returns the value at a pointer, or undefined. */
export const readAt = (content: unknown, pointer: string): unknown =>
  parsePointer(pointer).reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? (value as Content)[part] : undefined),
    content,
  );

/** Converts a pointer to a path: the positions in lists are numbers. */
function toPath(content: unknown, pointer: string): JSONPath {
  let value = content;
  return parsePointer(pointer).map((part) => {
    const step = Array.isArray(value) ? Number(part) : part;
    value = typeof value === 'object' && value !== null ? (value as Content)[part] : undefined;
    return step;
  });
}

/** Applies edits to a text one after the other; all other text stays as it is. */
export function applyEdits(text: string, edits: readonly ContentEdit[]): string {
  let current = text;
  for (const { to, value } of edits) {
    const { content } = parseText(current);
    if (content === undefined) return current;
    if (value !== undefined || readAt(content, to) !== undefined)
      current = setValue(current, toPath(content, to), value);
  }
  return current;
}

/** Returns the pointer of a member. */
export const joinPointer = (pointer: string, ...parts: readonly string[]): string => pointer + formatPointer(parts);
