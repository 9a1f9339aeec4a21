import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Manifest, openDestination, type RunReport } from '../../../engine/index.ts';
import { type Answer, createSmallManifest, startSmallVendor } from './small-vendor.ts';
import { compileTestConnector, runSync } from './sync.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapwright-entities-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Result {
  readonly report: RunReport;
  readonly files: readonly string[];
  readonly read: (file: string) => Promise<readonly unknown[]>;
}

type Responses = Readonly<Record<string, Answer>>;

/** Runs a sync into ndjson files of the connector's entities. */
async function sync(
  streams: Manifest['streams'],
  parts: Partial<Manifest>,
  responses: Responses,
  select: { readonly entities?: string[] } = {},
): Promise<Result> {
  const vendor = await startSmallVendor((target) => responses[target] ?? { status: 404 });
  const manifest = createSmallManifest(streams, { maps: {}, ...parts });
  const { entities } = await compileTestConnector({ connector: manifest, vendor });
  const sink = openDestination(`ndjson:${folder}`, { writeOut: async () => undefined, entities });
  const report = await runSync({ connector: manifest, vendor, sinks: [sink], select });
  const read = async (file: string) =>
    (await readFile(join(folder, `${file}.ndjson`), 'utf8'))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown);
  return { report, files: (await readdir(folder)).sort(), read };
}

const list = (path: string, parts: Partial<Manifest['streams'][string]> = {}): Manifest['streams'][string] => ({
  request: { path },
  records: '$',
  ...parts,
});

const counts = (mapped: number, written = mapped, rejected = 0) => ({ mapped, rejected, written });

describe('a pass-through stream', () => {
  const USERS = [
    { id: 1, name: 'Ada', tags: [] },
    { id: 2, name: null },
    { id: 1, name: 'Ada', tags: [] },
  ];

  test('writes its items unchanged as records of an entity of its name; without a key, repeats stay', async () => {
    const { report, files, read } = await sync({ users: list('/users') }, {}, { '/users': { json: USERS } });
    expect(files).toEqual(['rejects.ndjson', 'run.json', 'users.ndjson']);
    expect(await read('users')).toEqual(USERS);
    expect(report.entities).toEqual({ asset: counts(0), finding: counts(0), users: counts(3) });
    expect(report.warnings).toEqual([]);
  });

  test('writes each key once', async () => {
    const { report, read } = await sync({ users: list('/users', { key: ['id'] }) }, {}, { '/users': { json: USERS } });
    expect(await read('users')).toEqual(USERS.slice(0, 2));
    expect(report.entities['users']).toEqual(counts(3, 2));
    expect(report.warnings).toMatchObject([{ code: 'REPEATED_RECORDS', count: 1 }]);
  });

  test('rejects items that violate the schema of its entity, with a pointer and a fix', async () => {
    const schema = {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'integer' }, name: { type: 'string', pattern: '^[A-Z]' } },
    };
    const json = [{ id: 1, name: 'Ada' }, { id: 2, name: 'bob' }, { name: 'Eve' }, 'text', { id: '4' }];
    const { report, read } = await sync(
      { users: list('/users') },
      { entities: { users: { schema, identity: ['id'] } } },
      { '/users': { json } },
    );
    expect(await read('users')).toEqual([{ id: 1, name: 'Ada' }]);
    expect(await read('rejects')).toMatchObject([
      { entity: 'users', stream: 'users', code: 'FIELD_INVALID', pointer: '/name', item: json[1] },
      { code: 'FIELD_MISSING', pointer: '', item: json[2], fix: expect.stringContaining('"users"') },
      { code: 'ITEM_NOT_OBJECT', item: 'text' },
      { code: 'FIELD_INVALID', pointer: '/id', item: json[4] },
    ]);
    expect(report.entities['users']).toEqual(counts(1, 1, 4));
  });

  test('rejects an item without a value of its key', async () => {
    const { read } = await sync(
      { users: list('/users', { key: ['ref.id'] }) },
      {},
      { '/users': { json: [{ ref: { id: 'a' } }, { ref: {} }] } },
    );
    expect(await read('users')).toEqual([{ ref: { id: 'a' } }]);
    expect(await read('rejects')).toMatchObject([{ code: 'FIELD_MISSING', pointer: '/ref/id' }]);
  });

  test('is not a parent, a lookup partner or a mapped stream, unless it has "emit"', async () => {
    const streams = (emit?: boolean): Manifest['streams'] => ({
      teams: list('/teams', { key: ['id'], ...(emit === undefined ? {} : { emit }) }),
      members: list('/teams/{{team.id}}', { key: ['id'], partitions: [{ parent: 'teams', as: 'team' }] }),
    });
    const responses: Responses = {
      '/teams': { json: [{ id: 'a' }, { id: 'b' }] },
      '/teams/a': { json: [{ id: 1 }] },
      '/teams/b': { json: [{ id: 1 }] },
    };
    const silent = await sync(streams(), {}, responses);
    expect(silent.files).toEqual(['members.ndjson', 'rejects.ndjson', 'run.json']);
    // The key of a member is unique only within its team.
    expect(await silent.read('members')).toEqual([{ id: 1 }, { id: 1 }]);
    const emitting = await sync(streams(true), {}, responses);
    expect(await emitting.read('teams')).toEqual([{ id: 'a' }, { id: 'b' }]);
    const global = await sync(streams(), { entities: { members: { identity: ['id'] } } }, responses);
    expect(await global.read('members')).toEqual([{ id: 1 }]);
  });

  test('writes its records under the name in "emit", with the schema and the identity of that entity', async () => {
    const json = [{ id: 1 }, { id: 'two' }, { id: 1 }];
    const { report, files, read } = await sync(
      { latest: list('/a', { emit: { as: 'Latest News' } }), older: list('/b', { emit: { as: 'Latest News' } }) },
      { entities: { 'Latest News': { identity: ['id'], schema: { properties: { id: { type: 'integer' } } } } } },
      { '/a': { json }, '/b': { json: [{ id: 1 }, { id: 3 }] } },
    );
    expect(files).toEqual(['Latest News.ndjson', 'rejects.ndjson', 'run.json']);
    expect(await read('Latest News')).toEqual([{ id: 1 }, { id: 3 }]);
    expect(await read('rejects')).toMatchObject([{ entity: 'Latest News', stream: 'latest', pointer: '/id' }]);
    expect(report.entities['Latest News']).toEqual(counts(4, 2, 1));
  });

  test('can be selected and deselected', async () => {
    const responses: Responses = { '/users': { json: [{ id: 1 }] }, '/groups': { json: [{ id: 2 }] } };
    const { report, files, read } = await sync({ users: list('/users'), groups: list('/groups') }, {}, responses, {
      entities: ['groups'],
    });
    expect(Object.keys(report.streams)).toEqual(['groups']);
    expect(files).toContain('users.ndjson');
    expect([await read('users'), await read('groups')]).toEqual([[], [{ id: 2 }]]);
  });
});

describe('a map to a declared entity', () => {
  test('writes records with the identity that the entity declares', async () => {
    const json = [
      { id: 7, mail: 'a@x', team: 't' },
      { id: 7, mail: 'b@x', team: 'u' },
      { id: 7, mail: 'a@x', team: 't' },
    ];
    const { report, read } = await sync(
      { people: list('/people') },
      {
        entities: { user: { identity: ['team', 'id'] } },
        maps: { user: { from: 'people', to: 'user', fields: { id: 'id', team: 'team', 'contact.email': 'mail' } } },
      },
      { '/people': { json } },
    );
    expect(await read('user')).toEqual([
      { id: 7, team: 't', contact: { email: 'a@x' } },
      { id: 7, team: 'u', contact: { email: 'b@x' } },
    ]);
    expect(report.entities['user']).toEqual(counts(3, 2));
  });

  test('appends records of an entity without an identity', async () => {
    const { read } = await sync(
      { log: list('/log') },
      {
        entities: { event: {} },
        maps: { event: { from: 'log', to: 'event', fields: { text: 'message' } } },
      },
      { '/log': { json: [{ message: 'x' }, { message: 'x' }] } },
    );
    expect(await read('event')).toEqual([{ text: 'x' }, { text: 'x' }]);
  });
});

describe('each', () => {
  const FINDINGS = [
    {
      Id: 'f1',
      Severity: 'HIGH',
      Resources: [
        { Id: 'arn:1', Type: 'Bucket' },
        { Id: 'arn:2', Type: 'Role' },
      ],
    },
    { Id: 'f2', Severity: 'LOW', Resources: [] },
    { Id: 'f3', Severity: 'LOW' },
    { Id: 'f4', Severity: 'WORST', Resources: [{ Id: 'arn:2', Type: 'Role' }, { Type: 'Role' }] },
  ];
  const maps: Manifest['maps'] = {
    asset: {
      from: 'findings',
      to: 'asset',
      each: 'Resources',
      fields: {
        externalAssetId: { value: 'Id', identity: true },
        assetType: "'WEB_APPLICATION'",
        'assetDetail.name': "Type & ' of ' & $item.Id",
      },
    },
    finding: {
      from: 'findings',
      to: 'finding',
      each: 'Resources',
      fields: {
        externalFindingId: { value: "$item.Id & '|' & Id", identity: true },
        externalAssetId: 'Id',
        name: '$item.Id',
        severity: { value: '$item.Severity', enum: 'severity' },
        findingStatus: "'NEW'",
      },
    },
  };
  const enums = { severity: { values: { HIGH: 4, LOW: 2 }, unmapped: 'reject' as const } };

  test('gives a record per element, none without elements, and points rejects at their element', async () => {
    const { report, read } = await sync(
      { findings: list('/findings', { key: ['Id'] }) },
      { maps, enums },
      { '/findings': { json: FINDINGS } },
    );
    expect(await read('assets')).toMatchObject([
      { externalAssetId: 'arn:1', assetDetail: { name: 'Bucket of f1' } },
      // The last item that contains it counts.
      { externalAssetId: 'arn:2', assetDetail: { name: 'Role of f4' } },
    ]);
    expect(await read('findings')).toMatchObject([
      { externalFindingId: 'f1|arn:1', externalAssetId: 'arn:1', severity: 4 },
      { externalFindingId: 'f1|arn:2', externalAssetId: 'arn:2', severity: 4 },
    ]);
    expect(await read('rejects')).toMatchObject([
      { entity: 'asset', code: 'FIELD_MISSING', pointer: '/Resources/1/Id', item: FINDINGS[3] },
      { entity: 'finding', code: 'ENUM_UNMAPPED', item: FINDINGS[3] },
      { entity: 'finding', code: 'ENUM_UNMAPPED', item: FINDINGS[3] },
    ]);
    expect(report.entities).toEqual({ asset: counts(3, 2, 1), finding: counts(2, 2, 2) });
    expect(report.streams['findings']).toMatchObject({ items: 4 });
    // Several rejects of one item are not a repeated item.
    expect(report.warnings).toMatchObject([{ code: 'REPEATED_RECORDS', count: 1 }]);
  });

  test('with derived records expects their repeats, and warns about the others', async () => {
    const derived = Object.fromEntries(
      Object.entries(maps).map(([name, map]) => [name, map.to === 'asset' ? { ...map, derived: true } : map]),
    );
    const sent = FINDINGS.slice(0, 1).flatMap((one) => [one, one]);
    const { report, read } = await sync(
      { findings: list('/findings', { key: ['Id'] }) },
      { maps: derived, enums },
      { '/findings': { json: sent } },
    );
    expect(await read('assets')).toHaveLength(2);
    expect(report.entities).toEqual({ asset: counts(4, 2), finding: counts(4, 2) });
    expect(report.warnings).toMatchObject([
      { code: 'REPEATED_RECORDS', message: expect.stringContaining('2 finding'), count: 2 },
    ]);
  });

  test('maps texts and computed elements', async () => {
    const { read } = await sync(
      { hosts: list('/hosts') },
      {
        entities: { cve: { identity: ['host', 'id'] } },
        maps: {
          cve: {
            from: 'hosts',
            to: 'cve',
            each: "$split(cves, ',')",
            where: "$ != 'none'",
            fields: { id: '$', host: '$item.name' },
          },
        },
      },
      {
        '/hosts': {
          json: [
            { name: 'a', cves: 'CVE-1,none,CVE-2' },
            { name: 'b', cves: 'CVE-1' },
          ],
        },
      },
    );
    expect(await read('cve')).toEqual([
      { id: 'CVE-1', host: 'a' },
      { id: 'CVE-2', host: 'a' },
      { id: 'CVE-1', host: 'b' },
    ]);
  });

  test('gives the hosts of an XML response and, below each, a finding per CVE of each detection', async () => {
    const text = `<?xml version="1.0"?><OUTPUT><HOST_LIST>
      <HOST><ID>1</ID><IP>10.0.0.1</IP><DETECTION_LIST>
        <DETECTION><QID>7</QID><CVE_LIST><CVE>CVE-2024-0001</CVE><CVE>CVE-2024-0002</CVE></CVE_LIST></DETECTION>
        <DETECTION><QID>8</QID><CVE_LIST><CVE>CVE-2024-0003</CVE></CVE_LIST></DETECTION>
      </DETECTION_LIST></HOST>
      <HOST><ID>2</ID><IP>10.0.0.2</IP></HOST>
    </HOST_LIST></OUTPUT>`;
    const { report, read } = await sync(
      { hosts: list('/hosts', { records: 'OUTPUT.HOST_LIST.HOST', decoder: { type: 'xml' }, key: ['ID'] }) },
      {
        maps: {
          asset: {
            from: 'hosts',
            to: 'asset',
            fields: {
              externalAssetId: { value: 'ID', identity: true },
              assetType: "'WEB_APPLICATION'",
              'assetDetail.name': 'IP',
            },
          },
          finding: {
            from: 'hosts',
            to: 'finding',
            each: 'DETECTION_LIST.DETECTION.($detection := $; CVE_LIST.CVE.{ "qid": $detection.QID, "cve": $ })',
            fields: {
              externalFindingId: { value: "$item.ID & '|' & qid & '|' & cve", identity: true },
              externalAssetId: '$item.ID',
              name: "'QID ' & qid",
              severity: '3',
              findingStatus: "'ACTIVE'",
              'findingType.vulnerability.cveId': 'cve',
            },
          },
        },
      },
      { '/hosts': { headers: { 'content-type': 'text/xml' }, text } },
    );
    expect(report.error).toBeNull();
    expect(report.streams['hosts']).toMatchObject({ requests: 1, items: 2 });
    expect(await read('rejects')).toEqual([]);
    expect(await read('assets')).toMatchObject([{ externalAssetId: '1' }, { externalAssetId: '2' }]);
    expect(await read('findings')).toMatchObject(
      [
        ['7', 'CVE-2024-0001'],
        ['7', 'CVE-2024-0002'],
        ['8', 'CVE-2024-0003'],
      ].map(([qid, cveId]) => ({
        externalFindingId: `1|${qid}|${cveId}`,
        externalAssetId: '1',
        findingType: { vulnerability: { cveId } },
      })),
    );
  });

  test('rejects an item whose expression fails', async () => {
    const { read } = await sync(
      { hosts: list('/hosts') },
      { entities: { cve: {} }, maps: { cve: { from: 'hosts', to: 'cve', each: '$split(1, 2)', fields: { id: '$' } } } },
      { '/hosts': { json: [{ name: 'a' }] } },
    );
    expect(await read('rejects')).toMatchObject([
      { entity: 'cve', message: expect.stringContaining('"each"'), item: { name: 'a' } },
    ]);
  });
});

describe('several lists in one response', () => {
  const PAGES: Responses = {
    '/scan': { json: { users: [{ id: 1 }, { id: 2 }], groups: [{ id: 'a', size: 1 }], next: '/scan?page=2' } },
    '/scan?page=2': { json: { users: [{ id: 3 }], groups: [{ id: 'b' }, { id: 'c', size: 2 }], next: null } },
  };
  const users: Manifest['streams'][string] = {
    request: { path: '/scan' },
    records: 'users',
    paginator: { type: 'nextUrl', from: 'body', url: 'next', stop: ['nextAbsent'] },
  };

  test('two streams share one download', async () => {
    const { report, read } = await sync(
      { users, groups: { responseOf: 'users', records: 'groups', key: ['id'] } },
      { entities: { groups: { schema: { required: ['size'] } } } },
      PAGES,
    );
    expect(await read('users')).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect(await read('groups')).toEqual([
      { id: 'a', size: 1 },
      { id: 'c', size: 2 },
    ]);
    expect(await read('rejects')).toMatchObject([{ entity: 'groups', stream: 'groups', item: { id: 'b' } }]);
    expect(report.streams).toMatchObject({
      users: { requests: 2, pages: 2, items: 3 },
      groups: { requests: 0, items: 3 },
    });
  });

  test('the other list can be the only one wanted, a parent, and join', async () => {
    const { report, read } = await sync(
      {
        owners: list('/owners', { key: ['of'] }),
        users: { ...users, emit: false },
        groups: {
          responseOf: 'users',
          records: 'groups',
          key: ['id'],
          lookup: { owner: { type: 'join', stream: 'owners', key: 'of', value: 'id' } },
        },
        members: list('/groups/{{group.id}}', { partitions: [{ parent: 'groups', as: 'group' }] }),
      },
      {
        entities: { group: { identity: ['id'] } },
        maps: { group: { from: 'groups', to: 'group', fields: { id: 'id', owner: '$owner.name' } } },
      },
      {
        ...PAGES,
        '/owners': { json: ['a', 'b', 'c'].map((of) => ({ of, name: `owner of ${of}` })) },
        '/groups/a': { json: [{ name: 'Ada' }] },
        '/groups/b': { json: [] },
        '/groups/c': { json: [{ name: 'Eve' }] },
      },
    );
    expect(report.error).toBeNull();
    expect(Object.keys(report.streams)).toEqual(['owners', 'users', 'groups', 'members']);
    expect(await read('group')).toEqual(['a', 'b', 'c'].map((id) => ({ id, owner: `owner of ${id}` })));
    expect(await read('members')).toEqual([{ name: 'Ada' }, { name: 'Eve' }]);
  });

  test('a missing list is an error, unless it may be absent', async () => {
    const groups = { responseOf: 'users', records: 'groups' } as const;
    const page: Responses = { '/scan': { json: { users: [{ id: 1 }] } } };
    const missing = await sync({ users, groups }, {}, page);
    expect(missing.report.error).toMatchObject({ code: 'RECORDS_MISSING' });
    const { read } = await sync({ users, groups: { ...groups, absentWhen: 'true' } }, {}, page);
    expect(await read('users')).toEqual([{ id: 1 }]);
  });
});

test('rejected children that are numbered alike in two parents are not repeats', async () => {
  const { report } = await sync(
    {
      parents: list('/parents', { key: ['id'] }),
      children: list('/parents/{{parent.id}}', { partitions: [{ parent: 'parents', as: 'parent' }] }),
    },
    { entities: { children: { schema: { required: ['name'] } } } },
    {
      '/parents': { json: [{ id: 'a' }, { id: 'b' }] },
      '/parents/a': { json: [{ id: 1 }, { id: 2 }] },
      '/parents/b': { json: [{ id: 1 }, { id: 2 }, { id: 2 }] },
    },
  );
  expect(report.entities['children']).toEqual(counts(0, 0, 5));
  expect(report.warnings).toMatchObject([{ code: 'REPEATED_ITEMS', count: 1 }]);
});
