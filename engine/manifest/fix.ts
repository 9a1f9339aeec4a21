import jsonc from 'jsonc-parser';
import type { Json } from '../base/json/index.ts';
import { isObject } from '../base/json/index.ts';
import { readManifestText } from './text.ts';
import { upgradeManifest } from './upgrade.ts';

interface JsonChange {
  readonly path: readonly string[];
  readonly value: Json | undefined;
}

/** Returns the smallest set of members to set or remove that turns `before` into `after`. */
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
 * Upgrades the text of a manifest to the current version. Unchanged parts keep their formatting. Returns the same text if
 * it is current or not valid JSON.
 */
export function fixManifest(text: string): string {
  const { value } = readManifestText(text);
  if (value === undefined) return text;
  const formattingOptions = detectLayout(text);
  return diffJson(value, upgradeManifest(value).value).reduce(
    (edited, { path, value: member }) =>
      jsonc.applyEdits(edited, jsonc.modify(edited, [...path], member, { formattingOptions })),
    text,
  );
}
