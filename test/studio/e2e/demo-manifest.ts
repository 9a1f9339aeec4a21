import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestSource } from '../../../studio/server/app.ts';
import { ROOT } from '../server/test-studio.ts';

const FILE = join(ROOT, 'manifests/hcl-appscan-dast/manifest.json');

const issue = (number: number, more: Record<string, unknown> = {}) => ({
  Id: `issue-${number}`,
  ApplicationId: 'application-1',
  IssueType: 'SQL Injection',
  Severity: 'High',
  Status: 'Open',
  DiscoveryMethod: 'DAST',
  DateCreated: '2025-02-01T10:00:00Z',
  LastFound: '2025-06-01T09:00:00Z',
  Cwe: 89,
  Host: 'shop.example.com',
  ...more,
});

/** Vendor data that harms a viewer who renders it unescaped. */
export const HOSTILE = {
  markup: '<img src=x onerror="window.harmed=1">',
  formula: '=HYPERLINK("http://evil.example","x")',
  nul: 'before\u0000after',
} as const;

const ISSUES = [
  issue(1),
  issue(2, { Status: 'New' }),
  issue(3, { Status: 'Fixed' }),
  issue(4, { Status: 'New' }),
  issue(5, { IssueType: HOSTILE.markup, Scheme: HOSTILE.formula }),
  // Databases cannot store NUL characters, so the engine rejects the whole item.
  issue(6, { IssueType: HOSTILE.nul }),
];

const text = JSON.stringify({ Count: ISSUES.length, Items: ISSUES }, null, 2);

/** Connector whose status table lacks `New`, the status of two sample issues. */
export const DEMO: ManifestSource = {
  file: FILE,
  origin: 'demo',
  text: readFileSync(FILE, 'utf8').replace(/\s*"New": "NEW",/, ''),
  samples: [{ name: 'issues', title: 'Six issues', case: 'demo', stream: 'issues', items: ISSUES.length, text }],
};

export const MAP = '/c/hcl-appscan-dast/map/finding?sample=issues';
