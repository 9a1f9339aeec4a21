import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createStateFile, type Manifest, openDestination } from '../../../engine/index.ts';
import { createDyingDisk } from './dying-disk.ts';
import { createFolder } from './folder.ts';
import { createSmallManifest, type Script, type SmallVendor, startSmallVendor } from './small-vendor.ts';
import { runSync } from './sync.ts';
import { createTickingClock } from './ticking-clock.ts';

type Stream = Manifest['streams'][string];
type Sources = NonNullable<Stream['partitions']>;

const list = (path: string, more: Partial<Stream> = {}): Stream =>
  ({ request: { path }, records: 'items', key: ['id'], paginator: { type: 'none' }, ...more }) as Stream;

/** Reads `/leaf/<text>` once per partition; its only item has the id `<text>`. */
const leaf = (text: string, partitions: Sources, more: Partial<Stream> = {}): Stream =>
  list(`/leaf/${text}`, { partitions, ...more });

/** Parents by path; each leaf has one item, whose id is the rest of its path. */
const vendorOf =
  (lists: Readonly<Record<string, readonly unknown[]>>): Script =>
  (target) => {
    const { pathname } = new URL(target, 'http://vendor');
    const items = lists[pathname] ?? [{ id: decodeURIComponent(pathname.slice('/leaf/'.length)) }];
    return { json: { items } };
  };

interface Outcome {
  readonly asked: readonly string[];
  readonly ids: readonly string[];
  readonly warnings: readonly unknown[];
  readonly report: Awaited<ReturnType<typeof runSync>>;
}

async function sync(
  streams: Manifest['streams'],
  script: Script,
  { findings = 'leaf', ...parts }: Partial<Manifest> & { readonly findings?: string } = {},
): Promise<Outcome> {
  const vendor = await startSmallVendor(script);
  const to = await createFolder();
  const report = await runSync({ connector: createSmallManifest(streams, { findings, ...parts }), vendor, to });
  const lines = (await readFile(join(to, 'findings.ndjson'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
  return {
    asked: vendor.asked.filter((target) => target.startsWith('/leaf')).map((target) => target.slice('/leaf/'.length)),
    ids: lines.map((line) => (JSON.parse(line) as { externalFindingId: string }).externalFindingId),
    warnings: report.warnings.map(({ code, stream, partition }) => ({ code, stream, partition })),
    report,
  };
}

const PROJECTS = {
  '/projects': [
    { id: 1, regions: ['eu', 'us'], owner: 'ann' },
    { id: 2, regions: [], owner: 'ann' },
  ],
};
const projects = list('/projects');

interface Case {
  readonly name: string;
  readonly streams: Manifest['streams'];
  readonly lists?: Readonly<Record<string, readonly unknown[]>>;
  /** Requested leaves, in the order of the records. */
  readonly leaves: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: 'a literal list, equal values once',
    streams: { leaf: leaf('{{state}}', [{ values: ['open', 'closed', 'open'], as: 'state' }]) },
    leaves: ['open', 'closed'],
  },
  {
    name: 'a literal list of objects',
    streams: { leaf: leaf('{{at.id}}', [{ values: [{ id: 'a' }, { id: 'b' }], as: 'at' }]) },
    leaves: ['a', 'b'],
  },
  {
    name: 'a filtered list with computed values',
    streams: { leaf: leaf('{{n}}', [{ values: [1, 2, 3], as: 'n', where: '$ > 1', value: '$ * 10' }]) },
    leaves: ['20', '30'],
  },
  {
    name: 'a list of the settings',
    streams: { leaf: leaf('{{n}}', [{ values: { expr: '[1..settings.size]' }, as: 'n' }]) },
    leaves: ['1', '2'],
  },
  {
    name: 'the product of a list and a parent',
    streams: {
      projects,
      leaf: leaf('{{state}}-{{project.id}}', [
        { values: ['open', 'closed'], as: 'state' },
        { parent: 'projects', as: 'project' },
      ]),
    },
    leaves: ['open-1', 'open-2', 'closed-1', 'closed-2'],
  },
  {
    name: 'a list that depends on the preceding source',
    streams: {
      projects,
      leaf: leaf('{{project.id}}-{{region}}', [
        { parent: 'projects', as: 'project' },
        { values: { expr: 'project.regions' }, as: 'region' },
      ]),
    },
    leaves: ['1-eu', '1-us'],
  },
  {
    name: 'a condition on the preceding source',
    streams: {
      projects,
      leaf: leaf('{{n}}-{{project.id}}', [
        { values: [1, 2, 3], as: 'n' },
        { parent: 'projects', as: 'project', where: 'id = $n' },
      ]),
    },
    leaves: ['1-1', '2-2'],
  },
  {
    name: 'a value that is a list expression over the parent',
    streams: { projects, leaf: leaf('{{region}}', [{ parent: 'projects', as: 'region', value: 'regions' }]) },
    leaves: ['eu', 'us'],
  },
  {
    name: 'equal values of different parents once',
    streams: { projects, leaf: leaf('{{owner}}', [{ parent: 'projects', as: 'owner', value: 'owner' }]) },
    leaves: ['ann'],
  },
  {
    name: 'the union of two parents with equal keys',
    lists: { '/groups': [{ id: 1 }, { id: 3 }] },
    streams: {
      projects,
      groups: list('/groups'),
      leaf: leaf('{{at.kind}}-{{at.id}}', [
        {
          union: [
            { parent: 'projects', value: "{'kind': 'project', 'id': id}" },
            { parent: 'groups', where: 'id < 3', value: "{'kind': 'group', 'id': id}" },
            { values: [{ kind: 'root', id: 0 }] },
          ],
          as: 'at',
        },
      ]),
    },
    leaves: ['project-1', 'project-2', 'group-1', 'root-0'],
  },
  {
    name: 'batches with a rest',
    lists: { '/hosts': [1, 2, 3, 4, 5, 6, 7].map((id) => ({ id })) },
    streams: {
      hosts: list('/hosts'),
      leaf: leaf('{{join ids ","}}', [{ parent: 'hosts', as: 'ids', value: 'id', batch: 3 }]),
    },
    leaves: ['1,2,3', '4,5,6', '7'],
  },
  {
    name: 'batches that do not mix ancestors',
    lists: { '/projects/1/hosts': [{ id: 1 }, { id: 2 }, { id: 3 }], '/projects/2/hosts': [{ id: 1 }] },
    streams: {
      projects,
      hosts: list('/projects/{{project.id}}/hosts', { partitions: [{ parent: 'projects', as: 'project' }] }),
      leaf: leaf('{{project.id}}:{{join ids ","}}', [{ parent: 'hosts', as: 'ids', value: 'id', batch: 2 }]),
    },
    leaves: ['1:1,2', '1:3', '2:1'],
  },
  {
    name: 'two children of one parent, combined within the parent',
    lists: {
      '/a/1': [{ id: 'a1' }],
      '/a/2': [{ id: 'a2' }],
      '/b/1': [{ id: 'b1' }],
      '/b/2': [{ id: 'b2' }],
    },
    streams: {
      projects,
      as: list('/a/{{project.id}}', { partitions: [{ parent: 'projects', as: 'project' }] }),
      bs: list('/b/{{project.id}}', { partitions: [{ parent: 'projects', as: 'project' }] }),
      leaf: leaf('{{project.id}}{{a.id}}{{b.id}}', [
        { parent: 'as', as: 'a' },
        { parent: 'bs', as: 'b' },
      ]),
    },
    leaves: ['1a1b1', '2a2b2'],
  },
];

describe('partitions', () => {
  test.each(CASES)('$name', async ({ streams, lists, leaves }) => {
    const { asked, ids, warnings, report } = await sync(streams, vendorOf({ ...PROJECTS, ...lists }));
    expect(report.error).toBeNull();
    expect(asked.map(decodeURIComponent).toSorted()).toEqual(leaves.toSorted());
    expect(ids).toEqual(leaves);
    expect(warnings).toEqual([]);
    expect(report.streams['leaf']).toMatchObject({ partitions: leaves.length, items: leaves.length });
  });

  test('a product with time windows reads each window of each combination', async () => {
    const since = '{{region}}/{{project.id}}/{{window.start}}';
    const window = { length: 'P10D', start: '2026-01-01', end: '2026-01-21', format: 'date' } as const;
    const { ids } = await sync(
      {
        projects,
        leaf: leaf(
          since.replaceAll('/', '~'),
          [
            { values: ['eu', 'us'], as: 'region' },
            { parent: 'projects', as: 'project' },
          ],
          { window },
        ),
      },
      vendorOf(PROJECTS),
    );
    const starts = ['2026-01-01', '2026-01-11'];
    expect(ids).toEqual(
      ['eu', 'us'].flatMap((region) => [1, 2].flatMap((id) => starts.map((start) => `${region}~${id}~${start}`))),
    );
  });

  test('an empty list is a warning, and the run is incomplete', async () => {
    const { asked, warnings, report } = await sync(
      { leaf: leaf('{{n}}', [{ values: { expr: 'settings.none' }, as: 'n' }]) },
      vendorOf({}),
    );
    expect(report.state).toBe('PROCESSED');
    expect(asked).toEqual([]);
    expect(warnings).toEqual([{ code: 'NO_PARTITIONS', stream: 'leaf', partition: undefined }]);
  });

  test('no parents and no matching parents are no warning', async () => {
    const { warnings } = await sync(
      {
        projects,
        leaf: leaf('{{n}}-{{project.id}}', [
          { values: [1], as: 'n' },
          { parent: 'projects', as: 'project', where: 'id > 5' },
        ]),
      },
      vendorOf(PROJECTS),
    );
    expect(warnings).toEqual([]);
  });
});

describe('children of several parents', () => {
  const CHILDREN: Manifest['streams'] = {
    projects,
    groups: list('/groups'),
    members: list('/members/{{at.kind}}/{{at.id}}', {
      partitions: [{ union: [{ parent: 'projects' }, { parent: 'groups' }], as: 'at' }],
    }),
    leaf: leaf('{{at.kind}}-{{at.id}}-{{member.id}}', [{ parent: 'members', as: 'member' }]),
  };
  const lists = {
    '/projects': [{ id: 1, kind: 'p' }],
    '/groups': [{ id: 1, kind: 'g' }],
    '/members/p/1': [{ id: 1 }, { id: 2 }],
    '/members/g/1': [{ id: 1 }, { id: 2 }],
  };

  test('with equal ids are different, and none was sent more than once', async () => {
    const { ids, warnings, report } = await sync(CHILDREN, vendorOf(lists));
    expect(ids).toEqual(['p-1-1', 'p-1-2', 'g-1-1', 'g-1-2']);
    expect(warnings).toEqual([]);
    expect(report.streams).toMatchObject({ members: { partitions: 2 }, leaf: { partitions: 4 } });
  });

  test('that are all rejected are different rejects', async () => {
    const { report } = await sync(CHILDREN, vendorOf(lists), {
      findings: 'members',
      maps: {
        finding: {
          from: 'members',
          to: 'finding',
          fields: {
            externalFindingId: { value: 'id', identity: true },
            externalAssetId: "'a'",
            name: 'id',
            severity: '9',
            findingStatus: "'NEW'",
          },
        },
      },
    });
    expect(report.entities.finding).toMatchObject({ rejected: 4, written: 0 });
    expect(report.warnings).toEqual([]);
  });

  test('with keys that contain the separator are different', async () => {
    const slashes = {
      '/projects': [
        { id: 'a/b', kind: 'x' },
        { id: 'a', kind: 'y' },
      ],
      '/groups': [],
      '/members/x/a%2Fb': [{ id: 'c' }],
      '/members/y/a': [{ id: 'b/c' }],
    };
    const one = { ...CHILDREN['members'], partitions: [{ parent: 'projects', as: 'at' }] } as Stream;
    const { ids, warnings } = await sync({ ...CHILDREN, members: one }, vendorOf(slashes));
    expect(ids).toEqual(['x-a/b-c', 'y-a-b/c']);
    expect(warnings).toEqual([]);
  });
});

describe('list settings and choices', () => {
  const properties: Manifest['settings']['properties'] = {
    url: { type: 'string', format: 'uri', title: 'URL' },
    regions: { type: 'array', title: 'Regions', items: { type: 'string' } },
    login: {
      type: 'object',
      title: 'Login',
      oneOf: [
        {
          title: 'Token',
          required: ['token'],
          properties: {
            method: { type: 'string', const: 'token' },
            token: { type: 'string', title: 'Token', writeOnly: true },
          },
        },
        {
          title: 'User',
          required: ['user', 'password'],
          properties: {
            method: { type: 'string', const: 'basic' },
            user: { type: 'string', title: 'User' },
            password: { type: 'string', title: 'Password', writeOnly: true },
          },
        },
      ],
    },
  };
  const manifest: Manifest = {
    ...createSmallManifest(
      {
        projects,
        leaf: leaf('{{region}}-{{project.id}}-{{settings.login.method}}', [
          { setting: 'regions', as: 'region' },
          { parent: 'projects', as: 'project' },
        ]),
      },
      { findings: 'leaf' },
    ),
    settings: { type: 'object', required: ['url', 'login'], properties },
    auth: {
      type: 'anyOf',
      choices: [
        { when: 'given.login.token', auth: { type: 'bearer', token: '{{settings.login.token}}' } },
        {
          when: "settings.login.method = 'basic'",
          auth: { type: 'basic', username: '{{settings.login.user}}', password: '{{settings.login.password}}' },
        },
      ],
    },
  };
  const read = async (settings: Readonly<Record<string, unknown>>) => {
    const signed = new Set<string | undefined>();
    const vendor = await startSmallVendor((target, { headers }) => {
      signed.add(headers.authorization);
      return vendorOf(PROJECTS)(target, {} as never);
    });
    const to = await createFolder();
    const report = await runSync({ connector: manifest, vendor, to, settings: settings as never });
    const text = await readFile(join(to, 'findings.ndjson'), 'utf8');
    const ids = text
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { externalFindingId: string }).externalFindingId);
    return { signed: [...signed], ids, report };
  };

  test('are read as the product of the list and a parent, signed by the selected choice', async () => {
    const { signed, ids } = await read({ regions: ['eu', 'us'], login: { method: 'token', token: 'the-long-token' } });
    expect(ids).toEqual(['eu-1-token', 'eu-2-token', 'us-1-token', 'us-2-token']);
    expect(signed).toEqual(['Bearer the-long-token']);
    const login = { method: 'basic', user: 'me', password: 'the-long-password' };
    const other = await read({ regions: 'us', login });
    expect(other.ids).toEqual(['us-1-basic', 'us-2-basic']);
    expect(other.signed).toEqual([`Basic ${Buffer.from('me:the-long-password').toString('base64')}`]);
  });

  test('an empty list setting is a warning', async () => {
    const { ids, report } = await read({ regions: [], login: { method: 'token', token: 'the-long-token' } });
    expect(ids).toEqual([]);
    expect(report.warnings).toMatchObject([{ code: 'NO_PARTITIONS', stream: 'leaf' }]);
  });

  test('secrets of a choice are never in expressions', async () => {
    const spying = {
      ...manifest,
      auth: { type: 'none' as const },
      streams: { leaf: leaf('{{n}}', [{ values: { expr: '$keys(settings.login)' }, as: 'n' }]) },
    };
    const vendor = await startSmallVendor(vendorOf({}));
    const settings = { login: { method: 'token', token: 'the-long-token' } };
    const report = await runSync({ connector: spying, vendor, settings: settings as never });
    expect(report.error).toBeNull();
    expect(vendor.asked).toEqual(['/leaf/method']);
  });
});

describe('statuses that skip a partition', () => {
  const script: Script = (target) =>
    target.endsWith('/b') ? { status: 404, json: {} } : { json: { items: [{ id: target.slice('/leaf/'.length) }] } };
  const streams = (skipOn?: number[]): Manifest['streams'] => ({
    leaf: leaf('{{n}}', [{ values: ['a', 'b', 'c'], as: 'n' }], skipOn ? { skipOn } : {}),
  });

  test('are 403 and 404 by default', async () => {
    const { ids, warnings } = await sync(streams(), script);
    expect(ids).toEqual(['a', 'c']);
    expect(warnings).toEqual([{ code: 'PARTITION_SKIPPED', stream: 'leaf', partition: 'b' }]);
  });

  test('an empty list skips none: the run fails', async () => {
    const { report } = await sync(streams([]), script);
    expect(report).toMatchObject({ state: 'ERRORED', error: { stream: 'leaf', partition: 'b' } });
  });
});

describe('a stopped run', () => {
  const STREAMS: Manifest['streams'] = {
    hosts: list('/hosts'),
    leaf: leaf('{{region}}:{{join ids ","}}', [
      { values: ['eu', 'us'], as: 'region' },
      { parent: 'hosts', as: 'ids', value: 'id', batch: 3 },
    ]),
  };
  const manifest = createSmallManifest(STREAMS, { findings: 'leaf' });
  const script = vendorOf({ '/hosts': [1, 2, 3, 4, 5, 6, 7].map((id) => ({ id })) });
  const live = (folder: string, vendor: SmallVendor) =>
    runSync({
      connector: manifest,
      vendor,
      clock: createTickingClock(),
      stateStore: createStateFile(join(folder, 'state.json')),
      sinks: [openDestination(`ndjson:${join(folder, 'out')}`, { writeOut: async () => undefined })],
    });
  const findingsIn = (folder: string) => readFile(join(folder, 'out', 'findings.ndjson'), 'utf8');

  test('resumes in the product of a list and batches with the same records', async () => {
    const vendor = await startSmallVendor(script);
    const whole = await createFolder();
    expect((await live(whole, vendor)).error).toBeNull();
    const expected = await findingsIn(whole);
    expect(expected.trim().split('\n')).toHaveLength(6);
    for (let changes = 5; changes < 40; changes += 5) {
      const folder = await createFolder();
      const disk = createDyingDisk(changes);
      await live(folder, vendor).catch(() => undefined);
      await disk.revive();
      expect((await live(folder, vendor)).error, `killed after ${changes}`).toBeNull();
      expect(await findingsIn(folder), `killed after ${changes}`).toBe(expected);
    }
  });
});
