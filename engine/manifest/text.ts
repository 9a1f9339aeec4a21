import jsonc from 'jsonc-parser';
import { findDuplicateKeys, type Json, measureShape, toPointer } from '../base/json/index.ts';
import type { Issue } from './issue.ts';

const MOST_BYTES = 1_048_576;
const MOST_DEPTH = 64;

/** Result of reading a manifest's text: the JSON value, if the text is valid, and the issues of the text. */
export interface ManifestText {
  readonly value?: Json;
  readonly issues: readonly Issue[];
}

/** Line and column in a text, starting at 1. */
interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Converts an offset to a line and a column. */
export const positionAt = (text: string, offset: number): TextPosition => {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
};

/** Returns the position of the value at a path, or undefined if the path does not exist. */
export type FindPosition = (path: readonly (string | number)[]) => TextPosition | undefined;

const parseTree = (text: string): jsonc.Node | undefined => {
  try {
    return jsonc.parseTree(text);
  } catch {
    // The text is nested deeper than the stack allows. The depth is reported separately.
    return undefined;
  }
};

/** Parses a text once and returns a function that finds positions in it. */
export function indexPositions(text: string): FindPosition {
  const root = parseTree(text);
  return (path) => {
    const node = root && jsonc.findNodeAtLocation(root, [...path]);
    return node && positionAt(text, node.offset);
  };
}

const DEFECTS: Readonly<Record<string, readonly [problem: string, fix: string]>> = {
  InvalidSymbol: ['unknown literal', 'Put strings in double quotes. The only literals are true, false and null.'],
  InvalidNumberFormat: ['malformed number', 'Write the number like 12, -1.5 or 1e3.'],
  PropertyNameExpected: [
    'expected a key in double quotes',
    'Put the key in double quotes, and remove any comma before a closing brace.',
  ],
  ValueExpected: ['expected a value', 'Add the value, and remove any comma before a closing bracket.'],
  ColonExpected: ['expected a colon', 'Put a colon between the key and its value.'],
  CommaExpected: ['expected a comma', 'Put a comma between two members.'],
  CloseBraceExpected: ['missing closing brace', 'Close the object with }.'],
  CloseBracketExpected: ['missing closing bracket', 'Close the list with ].'],
  EndOfFileExpected: ['unexpected text after the end of the document', 'Remove the text after the closing brace.'],
  InvalidCommentToken: ['JSON does not support comments', 'Remove the comment, or put it into a description.'],
  UnexpectedEndOfComment: ['JSON does not support comments', 'Remove the comment, or put it into a description.'],
  UnexpectedEndOfString: [
    'unterminated string',
    'End the string with a double quote on the same line. Write \\n for a line break.',
  ],
  UnexpectedEndOfNumber: ['incomplete number', 'Write the number like 12, -1.5 or 1e3.'],
  InvalidUnicode: ['\\u without four hexadecimal digits', 'Write four digits, as in \\u00e9.'],
  InvalidEscapeCharacter: ['invalid escape sequence', 'Write \\\\ for a backslash.'],
  InvalidCharacter: ['unescaped control character in a string', 'Write it as an escape: \\n, \\t or \\u0000.'],
};

const findFirstDefect = (text: string): { readonly offset: number; readonly name: string } => {
  const errors: jsonc.ParseError[] = [];
  try {
    jsonc.parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    // Brackets after an unterminated string can be nested deeper than the stack allows.
  }
  const [first] = errors.sort((a, b) => a.offset - b.offset);
  return first ? { offset: first.offset, name: jsonc.printParseErrorCode(first.error) } : { offset: 0, name: '' };
};

/** First syntax error of a text, with its position. */
export interface JsonDefect extends TextPosition {
  readonly offset: number;
  readonly problem: string;
  readonly fix: string;
}

/** Finds the first syntax error in a text that is not valid JSON. */
export function findJsonDefect(text: string): JsonDefect {
  const { offset, name } = findFirstDefect(text);
  const [problem, fix] = DEFECTS[name] ?? ['syntax error', 'Correct the JSON.'];
  return { ...positionAt(text, offset), offset, problem, fix };
}

const createSyntaxIssue = (text: string): Issue => {
  const { line, column, offset, problem, fix } = findJsonDefect(text);
  const message = `Invalid JSON at line ${line}, column ${column}: ${problem}.`;
  return { rule: 'json/syntax', severity: 'error', path: '', message, fix, position: offset };
};

const createRefusal = (rule: string, message: string, fix: string): ManifestText => ({
  issues: [{ rule, severity: 'error', path: '', message, fix }],
});

function* findProtoKeys(value: Json, path: readonly (string | number)[]): Generator<readonly (string | number)[]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (key === '__proto__') yield [...path, key];
    else yield* findProtoKeys(member, [...path, key]);
  }
}

const findKeyIssues = (text: string, value: Json): Issue[] => [
  ...findDuplicateKeys(text).map((path) => ({
    rule: 'json/duplicate-key',
    severity: 'error' as const,
    path: toPointer(path),
    message: `Duplicate key ${JSON.stringify(path.at(-1))}: only the last one would take effect.`,
    fix: 'Remove one of them.',
  })),
  ...[...findProtoKeys(value, [])].map((path) => ({
    rule: 'json/proto-key',
    severity: 'error' as const,
    path: toPointer(path),
    message: 'The key "__proto__" is not allowed.',
    fix: 'Use another name.',
  })),
];

/** Reads a manifest's text of at most 1 MB and 64 levels. Never throws. For invalid JSON, reports the first defect. */
export function readManifestText(given: string): ManifestText {
  const text = given.startsWith('\uFEFF') ? given.slice(1) : given;
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MOST_BYTES)
    return createRefusal('json/too-large', 'The manifest is larger than 1 MB.', 'Move payloads into recordings.');
  if (measureShape(bytes).depth > MOST_DEPTH)
    return createRefusal('json/too-deep', `The manifest has more than ${MOST_DEPTH} levels of nesting.`, 'Flatten it.');
  try {
    const value = JSON.parse(text) as Json;
    return { value, issues: findKeyIssues(text, value) };
  } catch {
    return { issues: [createSyntaxIssue(text)] };
  }
}
