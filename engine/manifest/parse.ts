import type { Json } from '../base/json/index.ts';
import { isObject } from '../base/json/index.ts';
import { hasErrors, type Issue } from './issue.ts';
import { type LintScope, lint } from './lint/index.ts';
import { checkSchema } from './schema.ts';
import { readManifestText } from './text.ts';
import type { Manifest } from './types.generated.ts';
import { MANIFEST_VERSION, upgradeManifest } from './upgrade.ts';

/** Result of parsing a manifest: the manifest if it matches the schema, the issues, and the original version if upgraded. */
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
      message: `The manifest has manifestVersion ${version}, but this release supports versions up to ${MANIFEST_VERSION}.`,
      fix: `Update Mapwright, or rewrite the manifest for version ${MANIFEST_VERSION}.`,
    },
  ];
};

const createUpgradeNote = (from: number): Issue => ({
  rule: 'manifest/upgraded',
  severity: 'warning',
  path: '/manifestVersion',
  message: `The manifest has manifestVersion ${from} and was upgraded to version ${MANIFEST_VERSION} in memory.`,
  fix: 'Run mapwright validate --fix to write the upgraded manifest.',
});

/**
 * Parses the text of a manifest. Returns all issues of the JSON and the schema and, if the schema accepts the value, of
 * the lint rules in `scope`. Never throws. A manifest with an issue of severity error must not be run.
 */
export function parseManifest(text: string, scope: LintScope = 'all'): ParsedManifest {
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
  // Lint results are unreliable for a manifest with a duplicate key or "__proto__".
  return { manifest, issues: hasErrors(before) ? before : [...before, ...lint(manifest, scope)], ...version };
}
