import jsonc from 'jsonc-parser';
import { findDuplicateKeys, type Json, measureShape, toPointer } from '../base/json/index.ts';
import type { Issue } from './issue.ts';

const MOST_BYTES = 1_048_576;
const MOST_DEPTH = 64;

/** What a manifest's text holds: a JSON value unless it cannot be read, and what is wrong with the text itself. */
export interface ManifestText {
  readonly value?: Json;
  readonly issues: readonly Issue[];
}

/** Line and column, from 1, of a place in a text. */
interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Where `offset` lies. */
const positionAt = (text: string, offset: number): TextPosition => {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
};

/** Tells where the value at a path begins; undefined when it is not there. */
export type FindPosition = (path: readonly (string | number)[]) => TextPosition | undefined;

const parseTree = (text: string): jsonc.Node | undefined => {
  try {
    return jsonc.parseTree(text);
  } catch {
    // Nested deeper than the stack: that is the issue, and it has no place.
    return undefined;
  }
};

/** Reads a text once, to tell many places in it. */
export function indexPositions(text: string): FindPosition {
  const root = parseTree(text);
  return (path) => {
    const node = root && jsonc.findNodeAtLocation(root, [...path]);
    return node && positionAt(text, node.offset);
  };
}

const WHAT: Readonly<Record<string, readonly [problem: string, fix: string]>> = {
  InvalidSymbol: ['a word that JSON does not know', 'Put texts in double quotes; JSON knows true, false and null.'],
  InvalidNumberFormat: ['a number that is not well-formed', 'Write it like 12, -1.5 or 1e3.'],
  PropertyNameExpected: [
    'a key in double quotes is expected',
    'Put the key in double quotes; no comma may stand before a closing brace.',
  ],
  ValueExpected: ['a value is expected', 'Add the value; no comma may stand before a closing bracket.'],
  ColonExpected: ['a colon is expected', 'Put a colon between the key and its value.'],
  CommaExpected: ['a comma is expected', 'Put a comma between two members.'],
  CloseBraceExpected: ['a closing brace is missing', 'Close the object with }.'],
  CloseBracketExpected: ['a closing bracket is missing', 'Close the list with ].'],
  EndOfFileExpected: ['the text goes on after its end', 'Remove what follows the closing brace.'],
  InvalidCommentToken: ['JSON has no comments', 'Remove the comment, or put it into a description.'],
  UnexpectedEndOfComment: ['JSON has no comments', 'Remove the comment, or put it into a description.'],
  UnexpectedEndOfString: [
    'a text does not end on its line',
    'End the text with a double quote; write \\n for a new line.',
  ],
  UnexpectedEndOfNumber: ['a number is cut off', 'Write it like 12, -1.5 or 1e3.'],
  InvalidUnicode: ['a \\u that four hexadecimal digits do not follow', 'Write four digits, as in \\u00e9.'],
  InvalidEscapeCharacter: ['a backslash before a letter that needs none', 'Write \\\\ for one backslash.'],
  InvalidCharacter: ['a control character inside a text', 'Write it as an escape: \\n, \\t or \\u0000.'],
};

const findFirstDefect = (text: string): { readonly offset: number; readonly name: string } => {
  const errors: jsonc.ParseError[] = [];
  try {
    jsonc.parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    // Brackets behind a text that does not end can still be nested deeper than the stack.
  }
  const [first] = errors.sort((a, b) => a.offset - b.offset);
  return first ? { offset: first.offset, name: jsonc.printParseErrorCode(first.error) } : { offset: 0, name: '' };
};

const createSyntaxIssue = (text: string): Issue => {
  const { offset, name } = findFirstDefect(text);
  const { line, column } = positionAt(text, offset);
  const [problem, fix] = WHAT[name] ?? ['it cannot be read', 'Correct the JSON.'];
  const message = `The text is not JSON: line ${line}, column ${column}: ${problem}.`;
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
    message: `The key ${JSON.stringify(path.at(-1))} stands twice in one object; only the last one would count.`,
    fix: 'Keep one of them.',
  })),
  ...[...findProtoKeys(value, [])].map((path) => ({
    rule: 'json/proto-key',
    severity: 'error' as const,
    path: toPointer(path),
    message: 'The key "__proto__" is not a name that a manifest may use.',
    fix: 'Choose another name.',
  })),
];

/** Reads a manifest's text: 1 MB and 64 levels at most. Never throws; a text that is not JSON gives its first defect. */
export function readManifestText(given: string): ManifestText {
  const text = given.startsWith('\uFEFF') ? given.slice(1) : given;
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MOST_BYTES)
    return createRefusal(
      'json/too-large',
      'The manifest is larger than 1 MB.',
      'Make it smaller: payloads go into recordings.',
    );
  if (measureShape(bytes).depth > MOST_DEPTH)
    return createRefusal('json/too-deep', `The manifest nests deeper than ${MOST_DEPTH} levels.`, 'Flatten it.');
  try {
    const value = JSON.parse(text) as Json;
    return { value, issues: findKeyIssues(text, value) };
  } catch {
    return { issues: [createSyntaxIssue(text)] };
  }
}
