import { expect, test } from 'vitest';
import { createStateFile } from '../../engine/index.ts';
import { createFolder, readRecords } from '../pipeline/run/folder.ts';
import { type Answer, startSmallVendor } from '../pipeline/run/small-vendor.ts';
import { runSync, type Sync } from '../pipeline/run/sync.ts';
import { createVirtualClock } from '../pipeline/run/virtual-clock.ts';
import { readManifestFile } from './connectors.ts';

const LOGIN = { username: 'acme_mw1', password: 'test-password' };
const HOSTS = [1, 2, 3];
const UPDATED = '2026-05-10T06:00:00Z';

/** QIDs of a host: 150, of which it shares 50 with the next host. */
const qidsOf = (host: number) => Array.from({ length: 150 }, (_, index) => host * 100 + index);
const QIDS = [...new Set(HOSTS.flatMap(qidsOf))];

const writeHost = (host: number) =>
  `<HOST><ID>${host}</ID><IP>192.0.2.${host}</IP><TRACKING_METHOD>IP</TRACKING_METHOD><DNS>host-${host}.example.com</DNS></HOST>`;

const writeDetection = (host: number, qid: number) =>
  `<DETECTION><UNIQUE_VULN_ID>${host}${qid}</UNIQUE_VULN_ID><QID>${qid}</QID><TYPE>Confirmed</TYPE><SEVERITY>4</SEVERITY>` +
  `<STATUS>Active</STATUS><FIRST_FOUND_DATETIME>${UPDATED}</FIRST_FOUND_DATETIME>` +
  `<LAST_FOUND_DATETIME>${UPDATED}</LAST_FOUND_DATETIME><LAST_UPDATE_DATETIME>${UPDATED}</LAST_UPDATE_DATETIME></DETECTION>`;

const writeDetections = (host: number) =>
  `<HOST><ID>${host}</ID><IP>192.0.2.${host}</IP><DETECTION_LIST>` +
  `${qidsOf(host)
    .map((qid) => writeDetection(host, qid))
    .join('')}</DETECTION_LIST></HOST>`;

const writeVulnerability = (qid: number) =>
  `<VULN><QID>${qid}</QID><VULN_TYPE>Vulnerability</VULN_TYPE><SEVERITY_LEVEL>4</SEVERITY_LEVEL><TITLE><![CDATA[Issue ${qid}]]></TITLE></VULN>`;

const writeResponse = (name: string, content: string) =>
  `<?xml version="1.0" encoding="UTF-8" ?><${name}><RESPONSE><DATETIME>${UPDATED}</DATETIME>${content}</RESPONSE></${name}>`;

/** Qualys that truncates its lists after two hosts, and refuses each listed request number for 120 seconds. */
async function startQualys(refused: readonly number[] = []) {
  let count = 0;
  const list = (url: URL, name: string, write: (host: number) => string): Answer => {
    const from = Number(url.searchParams.get('id_min') ?? 0);
    const [first, second, next] = HOSTS.filter((host) => host >= from);
    const hosts = [first, second].flatMap((host) => (host === undefined ? [] : write(host))).join('');
    url.searchParams.set('id_min', String(next));
    const warning = `<WARNING><CODE>1980</CODE><TEXT>Use URL.</TEXT><URL><![CDATA[${url}]]></URL></WARNING>`;
    const content = `<HOST_LIST>${hosts}</HOST_LIST>${next === undefined ? '' : warning}`;
    return { headers: { 'content-type': 'text/xml' }, text: writeResponse(name, content) };
  };
  const describe = (url: URL): Answer => {
    const vulnerabilities = (url.searchParams.get('ids') ?? '').split(',').map(Number).map(writeVulnerability);
    const content = `<VULN_LIST>${vulnerabilities.join('')}</VULN_LIST>`;
    const text = writeResponse('KNOWLEDGE_BASE_VULN_LIST_OUTPUT', content);
    return { headers: { 'content-type': 'text/xml' }, text };
  };
  const vendor = await startSmallVendor((target, { headers }) => {
    const login = `Basic ${btoa(`${LOGIN.username}:${LOGIN.password}`)}`;
    if (headers.authorization !== login || !headers['x-requested-with']) return { status: 401 };
    count += 1;
    if (refused.includes(count)) {
      const text = writeResponse('SIMPLE_RETURN', '<CODE>1965</CODE><TEXT>Too many requests.</TEXT>');
      return { status: 409, headers: { 'content-type': 'text/xml', 'x-ratelimit-towait-sec': '120' }, text };
    }
    const url = new URL(target, vendor.origin);
    if (url.pathname.endsWith('/knowledge_base/vuln/')) return describe(url);
    if (url.pathname.endsWith('/host/')) return list(url, 'HOST_LIST_OUTPUT', writeHost);
    return list(url, 'HOST_LIST_VM_DETECTION_OUTPUT', writeDetections);
  });
  return { ...vendor, config: { settings: { ...LOGIN, api_server: vendor.origin } } };
}

const sync = (vendor: Awaited<ReturnType<typeof startQualys>>, options: Partial<Sync>) =>
  runSync({ connector: readManifestFile('qualys-vmdr'), vendor, ...options });

const readQueries = (asked: readonly string[], path: string) =>
  asked.filter((target) => target.includes(path)).map((target) => new URL(target, 'http://vendor').searchParams);

test('truncated lists are continued, and each QID is described once', async () => {
  const vendor = await startQualys();
  const to = await createFolder();
  expect(await sync(vendor, { to })).toMatchObject({ state: 'PROCESSED', error: null, warnings: [] });
  const ids = (await readRecords(to, 'assets.ndjson')).map((record) => record['externalAssetId']);
  expect(ids).toHaveLength(HOSTS.length);
  const findings = await readRecords(to, 'findings.ndjson');
  expect(findings).toHaveLength(HOSTS.length * 150);
  expect(new Set(findings.map((record) => record['name']))).toEqual(new Set(QIDS.map((qid) => `Issue ${qid}`)));
  const asked = readQueries(vendor.asked, '/knowledge_base/').map((query) => query.get('ids')?.split(',') ?? []);
  expect(asked.map((batch) => batch.length)).toEqual([300, 50]);
  expect(asked.flat().map(Number)).toEqual(QIDS);
});

test('a refused request is sent again after the time of X-RateLimit-ToWait-Sec', async () => {
  const vendor = await startQualys([1, 5, 6]);
  const [to, clock] = [await createFolder(), createVirtualClock()];
  expect(await sync(vendor, { to, clock })).toMatchObject({ state: 'PROCESSED', error: null });
  expect(clock.slept.map((ms) => Math.ceil(ms / 1000))).toEqual([120, 120, 120]);
  expect(await readRecords(to, 'findings.ndjson')).toHaveLength(HOSTS.length * 150);
});

test('the second run requests detections that were updated since an hour before the newest one', async () => {
  const vendor = await startQualys();
  const stateStore = createStateFile(`${await createFolder()}/state.json`);
  await sync(vendor, { stateStore, to: await createFolder() });
  await sync(vendor, { stateStore, to: await createFolder() });
  const since = readQueries(vendor.asked, '/detection/').map((query) => query.get('detection_updated_since'));
  const later = Array(4).fill('2026-05-10T05:00:00Z');
  expect(since).toEqual([...Array(4).fill(null), ...later]);
});
