import jsonc from 'jsonc-parser';
import type { Json } from '../base/json/index.ts';
import { isObject } from '../base/json/index.ts';
import { readText } from './text.ts';
import { upgrade } from './upgrade.ts';

interface Change {
  readonly path: readonly string[];
  readonly value: Json | undefined;
}

/** The fewest members to set or remove that turn `before` into `after`. */
function changesOf(before: Json | undefined, after: Json | undefined, path: readonly string[] = []): Change[] {
  if (!isObject(before) || !isObject(after))
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, value: after }];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => changesOf(before[key], after[key], [...path, key]));
}

const layoutOf = (text: string): jsonc.FormattingOptions => {
  const [indent = '  '] = /(?<=\n)[ \t]+(?=")/.exec(text) ?? [];
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return { insertSpaces: !indent.includes('\t'), tabSize: indent.length, eol };
};

/**
 * The text with the manifest moved up to today's version; what has not changed keeps its formatting. The same text when
 * there is nothing to do, or when it cannot be read.
 */
export function fixManifest(text: string): string {
  const { value } = readText(text);
  if (value === undefined) return text;
  const formattingOptions = layoutOf(text);
  return changesOf(value, upgrade(value).value).reduce(
    (done, { path, value: member }) =>
      jsonc.applyEdits(done, jsonc.modify(done, [...path], member, { formattingOptions })),
    text,
  );
}
