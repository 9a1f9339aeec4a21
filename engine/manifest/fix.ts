import jsonc from 'jsonc-parser';
import type { Json } from '../base/json/index.ts';
import { isObject } from '../base/json/index.ts';
import { readManifestText } from './text.ts';
import { upgradeManifest } from './upgrade.ts';

interface JsonChange {
  readonly path: readonly string[];
  readonly value: Json | undefined;
}

/** The fewest members to set or remove that turn `before` into `after`. */
function diffJson(before: Json | undefined, after: Json | undefined, path: readonly string[] = []): JsonChange[] {
  if (!isObject(before) || !isObject(after))
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, value: after }];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => diffJson(before[key], after[key], [...path, key]));
}

const detectLayout = (text: string): jsonc.FormattingOptions => {
  const [indent = '  '] = /(?<=\n)[ \t]+(?=")/.exec(text) ?? [];
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return { insertSpaces: !indent.includes('\t'), tabSize: indent.length, eol };
};

/**
 * The text with the manifest moved up to today's version; what has not changed keeps its formatting. The same text when
 * there is nothing to do, or when it cannot be read.
 */
export function fixManifest(text: string): string {
  const { value } = readManifestText(text);
  if (value === undefined) return text;
  const formattingOptions = detectLayout(text);
  return diffJson(value, upgradeManifest(value).value).reduce(
    (done, { path, value: member }) =>
      jsonc.applyEdits(done, jsonc.modify(done, [...path], member, { formattingOptions })),
    text,
  );
}
