// Hand-written pull with undici: node pull.ts <folder>.
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { Agent, request } from 'undici';

// biome-ignore lint/suspicious/noExplicitAny: such a program has no types for the vendor's responses.
type Loose = any;

const BASE = process.env['API_URL'];
const PAGE_SIZE = 500;
const CONCURRENCY = 4;
const SEVERITY: Record<string, number> = { info: 1, low: 2, medium: 3, high: 4, critical: 5 };
const STATUS: Record<string, string> = {
  open: 'NEW',
  in_review: 'ACTIVE',
  reopened: 'REOPENED',
  resolved: 'FIXED',
  accepted_risk: 'IGNORED',
  false_positive: 'IGNORED',
};
const CRITICALITY: Record<string, string> = { minor: 'LOW', major: 'MEDIUM', severe: 'HIGH' };
const dispatcher = new Agent({ connections: CONCURRENCY });

async function send(path: string, options: object): Promise<Loose> {
  const { statusCode, body } = await request(`${BASE}${path}`, { dispatcher, ...options });
  if (statusCode !== 200) throw new Error(`HTTP ${statusCode} on ${path}`);
  return body.json();
}

const credentials = { key_id: process.env['API_KEY_ID'], key_secret: process.env['API_KEY_SECRET'] };
const { token } = await send('/login', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(credentials),
});

async function* pages(path: string): AsyncGenerator<Loose[]> {
  for (let page = 1, read = 0, total = 1; read < total; page += 1) {
    const target = `${path}?page=${page}&page_size=${PAGE_SIZE}`;
    const body = await send(target, { headers: { authorization: `Bearer ${token}` } });
    if (body.items.length === 0) return;
    total = body.total;
    read += body.items.length;
    yield body.items;
  }
}

const toAsset = (app: Loose) => ({
  asset_id: app.id,
  name: app.name,
  description: app.summary,
  criticality: CRITICALITY[app.impact],
  created_on: app.created_at,
  owner_email: app.owner.email.toLowerCase(),
  team: app.owner.team,
});

const toFinding = (issue: Loose, app: Loose) => ({
  finding_id: `${app.id}:${issue.id}`,
  asset_id: app.id,
  asset_name: app.name,
  guid: issue.guid,
  name: issue.title,
  severity: SEVERITY[issue.severity],
  status: STATUS[issue.state],
  description: issue.description,
  recommendation: issue.recommendation,
  is_new: issue.is_new,
  cwe: `CWE-${issue.weakness.id}`,
  cwe_name: issue.weakness.name,
  cvss_score: issue.cvss.score,
  cvss_vector: issue.cvss.vector,
  file: issue.location.file,
  line: issue.location.line,
  function_name: issue.location.function,
  first_found_on: issue.dates.first_found,
  last_seen_on: issue.dates.last_seen,
  fixed_on: issue.dates.resolved,
  scan_id: issue.scan.id,
  branch: issue.scan.branch,
  assignee_email: issue.assignee?.email.toLowerCase(),
  team: issue.assignee?.team,
  tags: issue.tags.join(',') || null,
});

const folder = process.argv[2] ?? '.';
const [assets, findings] = ['assets', 'findings'].map((name) => createWriteStream(join(folder, `${name}.ndjson`))) as [
  WriteStream,
  WriteStream,
];

async function write(to: WriteStream, records: readonly object[]): Promise<void> {
  let text = '';
  for (const record of records) text += `${JSON.stringify(record)}\n`;
  if (!to.write(text)) await once(to, 'drain');
}

for await (const apps of pages('/applications')) {
  await write(assets, apps.map(toAsset));
  const waiting = apps.values();
  const work = async () => {
    for (const app of waiting)
      for await (const issues of pages(`/applications/${app.id}/issues`))
        await write(
          findings,
          issues.map((issue) => toFinding(issue, app)),
        );
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
}
for (const file of [assets, findings]) await finished(file.end());
