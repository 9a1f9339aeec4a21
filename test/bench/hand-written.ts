import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import { Agent, request } from 'undici';
import { TUNED } from './map/tuned.ts';

/**
 * Careful hand-written sync of one HCL AppScan connection: the same client, pagination, concurrency, order and files as
 * the engine, with a tuned mapping, but without retries, state, validation and rejects.
 * `node hand-written.ts <config.json> <dir>`.
 */
const [configFile = '', out = ''] = process.argv.slice(2);
const { settings } = JSON.parse(await readFile(configFile, 'utf8')) as { settings: Record<string, string> };
const base = settings['domain_url'];
const page = Number(settings['page_size'] ?? 50);
const CONCURRENCY = 4;
const agent = new Agent({ connections: CONCURRENCY });
const mapIssue = TUNED['hcl-appscan-dast'];
const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

// biome-ignore lint/suspicious/noExplicitAny: such a program has no types for the vendor's responses.
type Loose = any;

async function json(
  method: 'GET' | 'POST',
  path: string,
  options: { token?: string; body?: string } = {},
): Promise<Loose> {
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'gzip',
    ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
    ...(options.body ? { 'content-type': 'application/json' } : {}),
  };
  const answer = await request(`${base}${path}`, { method, dispatcher: agent, headers, body: options.body ?? null });
  if (answer.statusCode !== 200) throw new Error(`HTTP ${answer.statusCode} on ${path}`);
  // Compression is essential over a real network, and both programs must read the same bytes.
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  return JSON.parse((answer.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString());
}

const { Token: token } = await json('POST', '/api/v4/Account/ApiKeyLogin', {
  body: JSON.stringify({ KeyId: settings['key_id'], KeySecret: settings['key_secret'] }),
});

async function* list(path: string, filter?: string): AsyncGenerator<Loose[]> {
  for (let skip = 0, total = 1; skip < total; skip += page) {
    const query = `$count=true&$orderby=Id${filter ? `&$filter=${encodeURIComponent(filter)}` : ''}&$skip=${skip}&$top=${page}`;
    const { Items, Count } = await json('GET', `${path}?${query}`, { token });
    total = Count;
    yield Items;
  }
}

const cut = (time: string | null): string | undefined =>
  time ? `${time.slice(0, 19)}.${time.slice(20, -1).padEnd(3, '0').slice(0, 3)}Z` : undefined;
const said = (text: string | null): string | undefined => (text ? text : undefined);

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const plain = (text: string | null): string | undefined =>
  said(text)
    ?.replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
    .trim();

async function findOrigin(id: string): Promise<string | undefined> {
  for await (const items of list(`/api/v4/Issues/Application/${id}`, "DiscoveryMethod eq 'DAST'")) {
    const found = items.find((item) => item.Scheme && item.Host);
    if (found)
      return `${found.Scheme}://${found.Host}${found.Port === null || found.Port === DEFAULT_PORTS[found.Scheme] ? '' : `:${found.Port}`}`;
  }
  return undefined;
}

const toAsset = (app: Loose, url: string | undefined): object => ({
  source: 'HCL AppScan',
  externalAssetId: app.Id,
  assetType: 'WEB_APPLICATION',
  assetDetail: {
    name: app.Name,
    description: plain(app.Description),
    criticality: app.BusinessImpact === 'Unspecified' ? undefined : said(app.BusinessImpact),
    businessUnit: said(app.BusinessUnit),
    owners: app.BusinessOwner ? [app.BusinessOwner] : undefined,
    createdOn: cut(app.DateCreated),
    lastUpdatedOn: cut(app.LastUpdated),
  },
  webAppUrl: url,
  webAppName: app.Name,
});

await mkdir(out, { recursive: true });
const lines = (name: string) => createWriteStream(join(out, `.${name}.part`));
const [assets, findings] = [lines('assets'), lines('findings')];
const write = async (to: ReturnType<typeof lines>, records: readonly object[]) => {
  let text = '';
  for (const record of records) text += `${JSON.stringify(record)}\n`;
  if (!to.write(text)) await once(to, 'drain');
};

const apps: Loose[] = [];
for await (const items of list('/api/v4/Apps')) {
  const dynamic = items.filter((app) =>
    String(app.ScanTechnologies)
      .split(',')
      .some((name) => name.trim() === 'DAST'),
  );
  const urls = await Promise.all(dynamic.map((app) => (app.Url ? app.Url : findOrigin(app.Id))));
  await write(
    assets,
    dynamic.map((app, index) => toAsset(app, urls[index])),
  );
  apps.push(...dynamic.map(({ Id }) => ({ Id })));
}

async function toFindings(app: Loose): Promise<object[][]> {
  const pages: object[][] = [];
  for await (const items of list(`/api/v4/Issues/Application/${app.Id}`, "DiscoveryMethod eq 'DAST'")) {
    pages.push(
      items.filter((item) => item.DiscoveryMethod === 'DAST').map((item) => mapIssue?.(item, { application: app })),
    );
  }
  return pages;
}

const ahead: Promise<object[][]>[] = [];
for (let next = 0, done = 0; done < apps.length; done += 1) {
  while (ahead.length < CONCURRENCY && next < apps.length) ahead.push(toFindings(apps[next++]));
  for (const records of (await ahead.shift()) ?? []) await write(findings, records);
}
for (const [stream, name] of [
  [assets, 'assets'],
  [findings, 'findings'],
] as const) {
  stream.end();
  await finished(stream);
  await rename(join(out, `.${name}.part`), join(out, `${name}.ndjson`));
}
await agent.close();
