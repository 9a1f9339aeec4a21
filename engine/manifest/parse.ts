import type { Json } from '../base/json/index.ts';
import { isObject } from '../base/json/index.ts';
import { hasErrors, type Issue } from './issue.ts';
import { type LintFor, lint } from './lint/index.ts';
import { checkSchema } from './schema.ts';
import { readManifestText } from './text.ts';
import type { Manifest } from './types.generated.ts';
import { MANIFEST_VERSION, upgradeManifest } from './upgrade.ts';

/** What a text holds: the manifest when the schema takes it, all that is wrong with it, and the older version it was in. */
export interface ParsedManifest {
  readonly manifest?: Manifest;
  readonly issues: readonly Issue[];
  readonly upgradedFrom?: number;
}

const findTooNew = (value: Json): Issue[] => {
  const version = isObject(value) ? value['manifestVersion'] : undefined;
  if (typeof version !== 'number' || version <= MANIFEST_VERSION) return [];
  return [
    {
      rule: 'manifest/too-new',
      severity: 'error',
      path: '/manifestVersion',
      message: `The manifest has version ${version}, newer than this Mapwright knows (${MANIFEST_VERSION}).`,
      fix: 'Update Mapwright, or write the manifest for the older version.',
    },
  ];
};

const createUpgradeNote = (from: number): Issue => ({
  rule: 'manifest/upgraded',
  severity: 'warning',
  path: '/manifestVersion',
  message: `The manifest is written in version ${from}; it was read as version ${MANIFEST_VERSION}.`,
  fix: 'Run mapwright validate --fix to write it in the newer version.',
});

/**
 * A manifest's text → the manifest, and every problem at once: of the JSON, of the schema, and, once the schema takes
 * it, of the lint rules: of all of them, or of those alone whose `errors` keep it from being run. Never throws. A manifest
 * with an issue of severity error must not be run.
 */
export function parseManifest(text: string, wanted: LintFor = 'all'): ParsedManifest {
  const read = readManifestText(text);
  if (read.value === undefined) return { issues: read.issues };
  const newer = findTooNew(read.value);
  if (newer.length > 0) return { issues: [...read.issues, ...newer] };
  const { value, upgradedFrom } = upgradeManifest(read.value);
  const before = upgradedFrom === undefined ? read.issues : [...read.issues, createUpgradeNote(upgradedFrom)];
  const version = upgradedFrom === undefined ? {} : { upgradedFrom };
  const checked = checkSchema(value);
  if ('issues' in checked) return { issues: [...before, ...checked.issues], ...version };
  const { manifest } = checked;
  // A key that stands twice, or "__proto__", makes what the rules would say unreliable.
  return { manifest, issues: hasErrors(before) ? before : [...before, ...lint(manifest, wanted)], ...version };
}
