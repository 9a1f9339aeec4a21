import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  cloneMap,
  createConnection,
  deleteMap,
  diffMaps,
  editConnection,
  editMap,
  findMapIssues,
  listMaps,
  readMap,
} from '../../../engine/platform/connections/index.ts';
import type { Recording } from '../../../engine/workbench/replay/index.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { CONNECTOR, catchCode, createDraft, createTestPlatform } from './parts.ts';

const [sqlite] = KINDS;
const fresh = async () => createTestPlatform(await createEmptyStore(sqlite ?? expect.unreachable()));
const OWN = `${CONNECTOR}/finding`;

test('lists connectors’ maps as read-only, and clones', async () => {
  const platform = await fresh();
  await cloneMap(platform, { from: OWN, name: 'mine' });
  const maps = await listMaps(platform, [CONNECTOR]);
  expect(maps.find(({ id }) => id === OWN)).toMatchObject({ readOnly: true });
  expect(maps.find(({ name }) => name === 'mine')).toMatchObject({ readOnly: false, map: 'finding', usedBy: [] });
  expect(await catchCode(editMap(platform, OWN, { spec: {} }))).toBe('MAP_READ_ONLY');
  expect(await catchCode(cloneMap(platform, { from: OWN, name: 'mine' }))).toBe('MAP_EXISTS');
  expect(await catchCode(cloneMap(platform, { from: OWN, name: 'default' }))).toBe('MAP_INVALID');
  expect(await catchCode(cloneMap(platform, { from: `${CONNECTOR}/findings`, name: 'x' }))).toBe('MAP_UNKNOWN');
  expect(await catchCode(readMap(platform, 'mime'))).toBe('MAP_UNKNOWN');
});

test.each(KINDS)('a map cannot be selected and deleted concurrently, on $kind', async (kind) => {
  const platform = createTestPlatform(await createEmptyStore(kind));
  await createConnection(platform, createDraft(), { force: true });
  for (let round = 0; round < 5; round++) {
    await cloneMap(platform, { from: OWN, name: 'mine' });
    const outcomes = await Promise.all([
      catchCode(deleteMap(platform, 'mine').then(() => 'done')),
      catchCode(editConnection(platform, 'one', { changes: { maps: { finding: 'mine' } } }).then(() => 'done')),
    ]);
    expect([
      ['no error: "done"', 'MAP_UNKNOWN'],
      ['MAP_IN_USE', 'no error: "done"'],
    ]).toContainEqual(outcomes);
    await editConnection(platform, 'one', { changes: { maps: {} } });
    if (outcomes[0] === 'MAP_IN_USE') await deleteMap(platform, 'mine');
  }
});

test('the second of two concurrent edits of a clone is rejected', async () => {
  const platform = await fresh();
  const { spec, updatedAt } = await cloneMap(platform, { from: OWN, name: 'mine' });
  const seen = updatedAt ?? 0;
  await editMap(platform, 'mine', { spec, seen });
  expect(await catchCode(editMap(platform, 'mine', { spec, seen }))).toBe('MAP_CHANGED');
});

test('an invalid map is not saved', async () => {
  const platform = await fresh();
  const { spec } = await cloneMap(platform, { from: OWN, name: 'mine' });
  const { name: _, ...lacking } = spec.fields;
  const wrong = [
    { value: 7, at: '' },
    { value: { ...spec, to: 'asset' }, at: '' },
    { value: { ...spec, from: 'nowhere' }, at: '/from' },
    { value: { ...spec, fields: lacking }, at: '/fields' },
    { value: { ...spec, fields: { ...spec.fields, noSuchField: 'Id' } }, at: '/fields' },
    { value: { ...spec, fields: { ...spec.fields, name: '$sum(' } }, at: '/fields/name' },
  ];
  const manifest = await platform.manifestOf(CONNECTOR);
  for (const { value, at } of wrong) {
    expect(await catchCode(editMap(platform, 'mine', { spec: value })), JSON.stringify(value).slice(0, 60)).toBe(
      'MAP_INVALID',
    );
    const issues = findMapIssues(manifest, 'finding', value).filter(({ severity }) => severity === 'error');
    expect(
      issues.some(({ path }) => path.startsWith(at)),
      JSON.stringify(issues),
    ).toBe(true);
  }
});

test('a diff lists the changed fields', async () => {
  const platform = await fresh();
  const manifest = await platform.manifestOf(CONNECTOR);
  const { spec: before } = await readMap(platform, OWN);
  const text = readFileSync(new URL(`../../../manifests/${CONNECTOR}/recordings/full.json`, import.meta.url), 'utf8');
  const samples = [{ kind: 'recording', name: 'full', recording: JSON.parse(text) as Recording }] as const;
  const same = await diffMaps(manifest, { map: 'finding', before, after: before }, samples);
  expect(same).toMatchObject({ samples: 1, changes: [], rejects: { reasons: [] } });
  expect(same.unchanged).toBeGreaterThan(1);
  const after = { ...before, fields: { ...before.fields, name: '"a name of my own"' } };
  const { changes } = await diffMaps(manifest, { map: 'finding', before, after }, samples);
  expect(changes).toHaveLength(same.unchanged);
  expect(changes[0]).toMatchObject({ change: 'changed', fields: [{ path: '/name', after: 'a name of my own' }] });
  const broken = { ...before, fields: { ...before.fields, severity: '99' } };
  const lost = await diffMaps(manifest, { map: 'finding', before, after: broken }, samples);
  expect(lost).toMatchObject({
    unchanged: 0,
    rejects: { before: same.rejects.before, reasons: [{ pointer: expect.any(String) }] },
  });
  expect(lost.rejects.after).toBe(same.rejects.before + same.unchanged);
  expect(new Set(lost.changes.map(({ change }) => change))).toEqual(new Set(['removed']));
});
