import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { zip } from '../../setup/zip.ts';
import { createFolder, readRecords } from './folder.ts';
import { type Answer, createSmallManifest, type Script, startSmallVendor } from './small-vendor.ts';
import { runSync } from './sync.ts';

type Stream = Manifest['streams'][string];

const STREAM: Stream = { request: { path: '/things' }, records: 'items', key: ['id'], paginator: { type: 'none' } };

/** Reads one stream of a vendor; returns the ids of the records in order, the report and what was requested. */
async function readThings(stream: Partial<Stream>, script: Script, more: Partial<Manifest> = {}) {
  const vendor = await startSmallVendor(script);
  const to = await createFolder();
  const things: Stream = { ...STREAM, ...stream };
  const connector = createSmallManifest({ things }, { findings: 'things', ...more });
  const report = await runSync({ connector, vendor, to });
  const records = await readRecords(to, 'findings.ndjson').catch(() => []);
  return { ids: records.map((one) => String(one['externalFindingId'])), report, asked: vendor.asked, records };
}

const page = (...ids: readonly string[]) => JSON.stringify({ items: ids.map((id) => ({ id })) });
const noEncoding = (text: Uint8Array, type = 'application/octet-stream'): Answer => ({
  text,
  headers: { 'content-type': type },
});

describe('files without Content-Encoding', () => {
  test('a .json.gz', async () => {
    const { ids, report } = await readThings({}, () => noEncoding(gzipSync(page('a', 'b'))));
    expect([ids, report.error]).toEqual([['a', 'b'], null]);
  });

  test('a .zip with two files', async () => {
    const archive = zip([
      { name: '1.json', content: page('a') },
      { name: '2.json', content: page('b', 'c') },
    ]);
    const { ids, report } = await readThings({}, () => noEncoding(archive));
    expect([ids, report.error, report.streams['things']?.pages]).toEqual([['a', 'b', 'c'], null, 1]);
  });

  test('one file of a .zip', async () => {
    const archive = zip([
      { name: 'a.csv', content: 'id\n1\n' },
      { name: 'readme.md', content: '# no table' },
    ]);
    const decoder = { type: 'csv', container: 'zip', entry: '*.csv' } as const;
    expect((await readThings({ decoder, records: '$' }, () => noEncoding(archive))).ids).toEqual(['1']);
  });

  test('a .zip that is too large for memory is read from disk', async () => {
    const noise = createHash('shake256', { outputLength: 5 << 20 })
      .update('x')
      .digest('hex');
    const archive = zip([
      { name: '1', content: page('a') },
      { name: '2', content: `{"noise": "${noise}", "items": [{"id": "b"}]}`, stored: true },
    ]);
    expect(archive.length).toBeGreaterThan(8 << 20);
    expect((await readThings({}, () => noEncoding(archive))).ids).toEqual(['a', 'b']);
  });

  test('a download that is cut off is repeated', async () => {
    const packed = gzipSync(page('a', 'b'));
    let requests = 0;
    const { ids, report } = await readThings({}, () => {
      requests += 1;
      return noEncoding(requests === 1 ? packed.subarray(0, -10) : packed);
    });
    expect([ids, report.error, report.streams['things']?.retries]).toEqual([['a', 'b'], null, 1]);
  });

  test('a bomb ends the run at the size limit', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(1 << 27)));
    const budget = { bytes: 1 << 20 };
    const { report } = await readThings({}, () => noEncoding(bomb), { defaults: { budget } });
    expect(report.error?.code).toBe('RUN_BUDGET_SPENT');
  });

  test('secrets in them are redacted', async () => {
    const settings = {
      type: 'object' as const,
      required: ['url'],
      properties: {
        url: { type: 'string' as const, title: 'URL' },
        key: { type: 'string' as const, title: 'Key', writeOnly: true, default: 'hunter2hunter2' },
      },
    };
    const auth = { type: 'bearer', token: '{{settings.key}}' } as const;
    const { records } = await readThings(
      {},
      (_target, request) => noEncoding(gzipSync(page('a', String(request.headers.authorization)))),
      { settings, auth },
    );
    expect(records).toHaveLength(2);
    expect(JSON.stringify(records)).not.toContain('hunter2');
  });
});

test('JSON in ISO-8859-1, as the header says', async () => {
  const body = Buffer.from(page('Zoë', 'naïve'), 'latin1');
  const { ids } = await readThings({}, () => noEncoding(body, 'application/json; charset=ISO-8859-1'));
  expect(ids).toEqual(['Zoë', 'naïve']);
});

test('a table between marker lines, with the next link in the last line', async () => {
  const table = (ids: readonly string[], next: string) =>
    [
      'Content follows',
      '----BEGIN_RESPONSE_BODY_CSV',
      'id,name',
      ...ids.map((id) => `${id},"n, ${id}"`),
      '----END_RESPONSE_BODY_CSV',
      next,
    ].join('\n');
  const { ids, asked, report } = await readThings(
    {
      decoder: { type: 'csv', preamble: '----BEGIN_RESPONSE_BODY', footer: '----END_RESPONSE_BODY' },
      records: '$',
      paginator: { type: 'nextUrl', from: 'body', url: '$match(footer[-1], /NEXT (.*)/).groups[0]' },
    },
    (target) => ({
      text: target === '/things' ? table(['1', '2'], 'NEXT /things?page=2&sig=a%2Fb') : table(['3'], 'DONE'),
      headers: { 'content-type': 'text/csv' },
    }),
  );
  expect([ids, report.error]).toEqual([['1', '2', '3'], null]);
  expect(asked).toEqual(['/things', '/things?page=2&sig=a%2Fb']);
});

test('an XML list with a document type, nested lists, and the next link in a warning', async () => {
  const host = (id: string, cves: readonly string[]) =>
    `<HOST><ID>${id}</ID><IP>10.0.0.${id}</IP><DETECTION_LIST><DETECTION><QID>7</QID><CVE_LIST>${cves
      .map((cve) => `<CVE><ID>${cve}</ID></CVE>`)
      .join('')}</CVE_LIST></DETECTION></DETECTION_LIST></HOST>`;
  const list = (hosts: readonly string[], warning = '') =>
    `<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE HOST_LIST_OUTPUT SYSTEM "https://vendor.example/host_list.dtd">\n<HOST_LIST_OUTPUT><RESPONSE><DATETIME>2026-01-20T10:00:00Z</DATETIME><HOST_LIST>${hosts.join('')}</HOST_LIST>${warning}</RESPONSE></HOST_LIST_OUTPUT>`;
  const { ids, asked, report, records } = await readThings(
    {
      request: { path: '/api/2.0/fo/asset/host/', query: { action: 'list' }, headers: { 'X-Requested-With': 'test' } },
      decoder: { type: 'xml' },
      records: 'HOST_LIST_OUTPUT.RESPONSE.HOST_LIST.HOST',
      key: ['ID'],
      paginator: { type: 'nextUrl', from: 'body', url: 'HOST_LIST_OUTPUT.RESPONSE.WARNING.URL' },
    },
    (target, request) => {
      if (request.headers['x-requested-with'] === undefined) return { status: 400 };
      const last = target.includes('id_min=3');
      const warning =
        '<WARNING><CODE>1980</CODE><TEXT>2 record limit exceeded.</TEXT><URL><![CDATA[/api/2.0/fo/asset/host/?action=list&id_min=3]]></URL></WARNING>';
      return {
        text: last
          ? list([host('3', [])])
          : list([host('1', ['CVE-2020-1', 'CVE-2020-2']), host('2', ['CVE-2020-3'])], warning),
        headers: { 'content-type': 'text/xml' },
      };
    },
    {
      maps: {
        finding: {
          from: 'things',
          to: 'finding',
          fields: {
            externalFindingId: { value: 'ID', identity: true },
            externalAssetId: 'IP',
            name: "'Host ' & ID",
            description: "$join(DETECTION_LIST.DETECTION.CVE_LIST.CVE.ID, ', ')",
            severity: '3',
            findingStatus: "'NEW'",
          },
        },
      },
    },
  );
  expect([ids, report.error]).toEqual([['1', '2', '3'], null]);
  expect(records[0]?.['description']).toBe('CVE-2020-1, CVE-2020-2');
  expect(asked).toEqual(['/api/2.0/fo/asset/host/?action=list', '/api/2.0/fo/asset/host/?action=list&id_min=3']);
});

describe('an unexpected body is named, with a fix of its own', () => {
  test.each<{ name: string; answer: Answer; stream?: Partial<Stream>; code: string; says: string; fix: string }>([
    {
      name: 'a web page',
      answer: { text: '<!doctype html><p>Log in' },
      code: 'BODY_NOT_JSON',
      says: 'an HTML page',
      fix: 'login page',
    },
    {
      name: 'XML',
      answer: { text: '<?xml version="1.0"?><r/>' },
      code: 'BODY_NOT_JSON',
      says: 'an XML document',
      fix: '"xml"',
    },
    {
      name: 'gzip that is not to be unpacked',
      answer: { text: gzipSync('{}') },
      stream: { decoder: { type: 'json', container: 'none' } },
      code: 'BODY_NOT_JSON',
      says: 'gzip data',
      fix: '"container"',
    },
    {
      name: 'zip that is not to be unpacked',
      answer: { text: zip([{ name: 'a', content: '{}' }]) },
      stream: { decoder: { type: 'xml', container: 'none' } },
      code: 'BODY_NOT_XML',
      says: 'a zip archive',
      fix: '"container"',
    },
    {
      name: 'NDJSON',
      answer: { text: '{"id": 1}\n{"id": 2}\n' },
      code: 'BODY_NOT_JSON',
      says: 'one per line',
      fix: 'ndjson',
    },
    { name: 'a table', answer: { text: 'id,name\n1,x' }, code: 'BODY_NOT_JSON', says: 'plain text', fix: 'csv' },
    {
      name: 'Latin-1 without a charset',
      answer: { text: Buffer.from('{"items": "é"}', 'latin1') },
      code: 'BODY_NOT_JSON',
      says: 'not UTF-8',
      fix: '"charset"',
    },
    {
      name: 'JSON instead of a table',
      answer: { text: '{"error": 1}' },
      stream: { decoder: { type: 'csv' } },
      code: 'BODY_NOT_CSV',
      says: 'JSON',
      fix: '"json"',
    },
    { name: 'nothing', answer: { text: '' }, code: 'BODY_EMPTY', says: 'an empty body', fix: 'Try again' },
    { name: 'accepted, without a body', answer: { status: 202 }, code: 'BODY_EMPTY', says: 'status 202', fix: '"job"' },
    {
      name: 'accepted, with a web page',
      answer: { status: 202, text: '<html>wait' },
      code: 'BODY_NOT_JSON',
      says: 'status 202',
      fix: '"job"',
    },
    {
      name: 'accepted, with a message',
      answer: { status: 202, text: '{"status": "busy"}' },
      code: 'RECORDS_MISSING',
      says: 'status 202',
      fix: '"job"',
    },
  ])('$name', async ({ answer, stream = {}, code, says, fix }) => {
    const { report } = await readThings(stream, () => answer);
    expect(report.error).toMatchObject({
      code,
      message: expect.stringContaining(says),
      fix: expect.stringContaining(fix),
    });
  });
});
