import { describe, expect, test } from 'vitest';
import { checkImport, importSample, readSample } from '../../../engine/workbench/import/index.ts';
import { runCase } from '../../../engine/workbench/replay/index.ts';

const importText = async (text: string, entity: string) => {
  const checked = checkImport(importSample(await readSample(text, 'page'), { id: 'acme', title: 'Acme', entity }));
  const { manifest, cases } = checked;
  if (!manifest || !cases[0]) throw new Error('nothing was imported');
  return { ...checked, manifest, outcome: (await runCase(manifest, cases[0].recording)).outcome };
};

const FINDINGS = {
  data: {
    results: [
      {
        ...{
          id: 'a1',
          project: { id: 7 },
          title: 'SQL injection',
          severity: 'High',
          status: 'Open',
          created_at: '2026-01-02T03:04:05Z',
        },
        ...{
          updated: 1_767_323_045,
          advisory: 'CVE-2024-1234',
          cwe: 89,
          cvss: { score: 9.8, vector: 'CVSS:3.1/AV:N/AC:L' },
        },
        ...{
          link: 'https://acme.example/1',
          location: { path: 'src/a.ts', line: 12 },
          package: 'left-pad',
          references: ['https://a.example'],
        },
      },
      {
        id: 'a2',
        project: { id: 7 },
        title: 'Old cipher',
        severity: 'moderate',
        status: 'false positive',
        advisory: null,
        references: [],
      },
      { id: 'a3', project: { id: 8 }, title: 'Other', severity: 'purple', status: 'fixed' },
    ],
    warnings: [],
  },
  total: 3,
};

describe('a sample of findings', async () => {
  const { manifest, outcome, report } = await importText(JSON.stringify(FINDINGS), 'finding');

  test('gives the list, its key and the fields by name and by value', () => {
    expect(manifest.streams['findings']).toMatchObject({ records: 'data.results', key: ['id'] });
    const fields = Object.entries(manifest.maps['finding']?.fields ?? {});
    const specs = fields.map(([target, spec]) => [
      target,
      typeof spec === 'object' ? [spec.value, spec.as ?? spec.enum] : [spec],
    ]);
    expect(Object.fromEntries(specs)).toMatchObject({
      externalFindingId: ['id', 'string'],
      externalAssetId: ['project.id', 'string'],
      'findingType.vulnerability.cveId': ['advisory', 'cve'],
      'findingType.vulnerability.cweId': ['cwe', 'cwe'],
      'findingType.vulnerability.cvss.cvss3Base': ['cvss.score', 'number'],
      'findingType.vulnerability.cvss.vector': ['cvss.vector', 'string'],
      severity: ['severity', 'severity'],
      findingStatus: ['status', 'status'],
      firstFoundOn: ['created_at', 'datetime'],
      lastFoundOn: ['updated', 'epochSeconds'],
      ...{
        name: ['title', 'string'],
        url: ['link', 'url'],
        file: ['location.path', 'string'],
        line: ['location.line', 'integer'],
      },
      ...{ 'component.name': ['package', 'string'], references: ['references', 'list'] },
    });
  });

  test('gives enums of the values seen, and reports those without a meaning', () => {
    expect(manifest.enums?.['severity']?.values).toEqual({ High: 4, moderate: 3 });
    expect(manifest.enums?.['status']?.values).toEqual({ Open: 'NEW', 'false positive': 'IGNORED', fixed: 'FIXED' });
    expect(report.notTranslated.map(({ part }) => part)).toEqual(['value "purple" of the enum "severity"']);
  });

  test('gives a recorded case, whose records are mapped', () => {
    expect(outcome.finding).toHaveLength(2);
    expect(outcome.rejects.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(['ENUM_UNMAPPED /severity']);
  });

  test('marks every field with the evidence', () => {
    const notes = Object.values(manifest.maps['finding']?.fields ?? {}).map((spec) =>
      typeof spec === 'object' ? spec.note : '',
    );
    expect(notes.every((note) => note?.startsWith('inferred from '))).toBe(true);
  });
});

test.each<[form: string, entity: string, text: string, records: string, first: object]>([
  [
    'CSV with semicolons',
    'finding',
    'Id;Name;Risk;Host\n1;A;Critical;h1\n2;B;None;h2\n',
    '$',
    { externalFindingId: '1', externalAssetId: 'h1', name: 'A', severity: 5 },
  ],
  [
    'XML',
    'finding',
    '<r><issue id="1"><name>A</name><severity>3</severity></issue><issue id="2"><name>B</name><severity>0</severity></issue></r>',
    'r.issue',
    { externalFindingId: '1', name: 'A', severity: 4 },
  ],
  [
    'NDJSON',
    'asset',
    '{"id":1,"name":"a","ip":"10.0.0.1"}\n{"id":2,"name":"b","ip":"10.0.0.2"}\n',
    '$',
    { externalAssetId: '1', assetType: 'HOST', ipAddresses: ['10.0.0.1'] },
  ],
  [
    'a list',
    'asset',
    '[{"key":"s","title":"Shop","repo_url":"https://git.example/s"}]',
    '$',
    { externalAssetId: 's', assetType: 'CODE_REPO' },
  ],
  ['one object', 'asset', '{"id":"x","name":"X"}', '[$]', { externalAssetId: 'x', assetDetail: { name: 'X' } }],
  [
    'items without a key',
    'finding',
    '[{"message":"m","level":"warning"},{"message":"m","level":"error"}]',
    '$',
    { name: 'm', severity: 3, findingStatus: 'ACTIVE' },
  ],
])('%s is mapped', async (_form, entity, text, records, first) => {
  const { manifest, outcome } = await importText(text, entity);
  expect(manifest.streams[`${entity}s`]?.records).toBe(records);
  expect(entity === 'asset' ? outcome.asset[0] : outcome.finding[0]).toMatchObject(first);
  expect(outcome.rejects).toEqual([]);
});

test('another entity gets the items and their schema', async () => {
  const { manifest, outcome } = await importText(
    '{"tickets":[{"id":1,"open":true,"tags":["a"]},{"id":2,"open":null}]}',
    'ticket',
  );
  expect(manifest.entities?.['ticket']?.schema).toEqual({
    type: 'object',
    properties: {
      id: { type: ['integer', 'null'] },
      open: { type: ['boolean', 'null'] },
      tags: { type: ['array', 'null'], items: { type: ['string', 'null'] } },
    },
  });
  expect(outcome.records).toEqual({
    ticket: [
      { id: 1, open: true, tags: ['a'] },
      { id: 2, open: null },
    ],
  });
});

test.each<[name: string, text: string, reason: RegExp]>([
  ['damaged JSON', '{"a": [1,\n 2', /damaged JSON/],
  ['a web page', '<!doctype html><html><body>Log in</body></html>', /HTML page/],
  ['text', 'hello world', /plain text/],
  ['nothing', ' \n', /empty/],
  ['damaged XML', '<a><b></a>', /XML/],
  ['a zip archive', 'PK\u0003\u0004xx', /zip/],
])('%s is refused', async (_name, text, reason) => {
  await expect(readSample(text, 'page')).rejects.toMatchObject({
    code: 'IMPORT_UNREADABLE',
    message: expect.stringMatching(reason),
  });
});
