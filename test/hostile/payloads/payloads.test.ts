import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../engine/base/json/index.ts';
import type { Manifest } from '../../../engine/index.ts';
import { createSmallManifest, startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { runSync } from '../../pipeline/run/sync.ts';
import { DESTINATIONS } from './destinations.ts';
import { type HostileItem, ITEMS } from './items.ts';

const STREAMS: Manifest['streams'] = {
  things: { request: { path: '/things' }, records: 'items', key: ['id'], paginator: { type: 'none' } },
};

const base = createSmallManifest(STREAMS, { findings: 'things' });
const CONNECTOR: Manifest = {
  ...base,
  enums: { status: { values: { open: 'NEW' }, unmapped: 'reject' } },
  maps: {
    finding: {
      from: 'things',
      to: 'finding',
      fields: {
        externalFindingId: { value: 'id', identity: true },
        externalAssetId: "'a'",
        name: "'thing'",
        severity: '3',
        findingStatus: { value: "$exists(status) ? status : 'open'", enum: 'status' },
        description: { value: 'note', as: 'plainText' },
        firstFoundOn: { value: 'at', as: 'datetime', zone: 'America/New_York' },
        'findingType.vulnerability.cvss.cvss3Base': { value: 'score', as: 'number' },
      },
    },
  },
};

const bodyOf = (item: HostileItem['item'], mark = ''): Buffer =>
  Buffer.concat(
    [mark, '{"items":[{"id":"first"},', item, ',{"id":"last"}]}'].map((part) => Buffer.from(part as string)),
  );

/** Syncs a page and returns the content of the destination. */
async function loaded(to: string, text: Buffer) {
  const open = DESTINATIONS[to];
  if (!open) throw new Error(`there is no destination ${to}`);
  const vendor = await startSmallVendor(() => ({ text }));
  const { sink, read } = await open();
  const report = await runSync({ connector: CONNECTOR, vendor, sinks: [sink] });
  return { report, ...(await read()) };
}

/** Returns true for the two valid records around a hostile item. */
const isGood = ({ externalFindingId: id }: JsonObject): boolean => id === 'first' || id === 'last';

/** Returns a reject as its destination stores it. A database cannot store NUL. */
const asKept = (to: string, [code, pointer]: readonly [string, string]) => [
  code,
  to === 'ndjson' ? pointer : pointer.replaceAll('\0', '\ufffd'),
];

/** Returns true for text that a database cannot store. */
const isHostile = (text: string): boolean => text.includes('\0') || !text.isWellFormed();

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [name, ...textsIn(member)]);
}

describe.each(Object.keys(DESTINATIONS))('into %s', (to) => {
  test.each(ITEMS)('$name: rejected with a reason or loaded unchanged, and the other items load', async (one) => {
    const { report, findings, rejects } = await loaded(to, bodyOf(one.item));
    expect(report.error).toBeNull();
    const others = findings.filter((record) => !isGood(record));
    expect(findings.filter(isGood)).toHaveLength(2);
    expect(rejects.map(({ code, pointer }) => [code, pointer])).toEqual(one.reject ? [asKept(to, one.reject)] : []);
    expect(rejects.every(({ message, fix }) => message.length > 10 && fix.length > 10)).toBe(true);
    if (one.record) expect(others).toEqual([expect.objectContaining(withoutNothing(one.record))]);
    for (const name of namesOfNothing(one.record)) expect(others[0]).not.toHaveProperty(name);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('a page that begins with a byte order mark is read', async () => {
    const { findings } = await loaded(to, bodyOf('{"id":"x"}', '\uFEFF'));
    expect(findings).toHaveLength(3);
  });

  test('loads all items on a single page', async () => {
    const items = ITEMS.map(({ item }) => Buffer.from(item as string));
    const text = Buffer.concat(items.flatMap((item) => [Buffer.from(','), item]));
    const { report, findings, rejects, texts } = await loaded(to, bodyOf(text.subarray(1)));
    expect(report.error).toBeNull();
    expect(texts.filter(isHostile)).toEqual([]);
    expect(findings.flatMap(textsIn).filter(isHostile)).toEqual([]);
    expect(rejects).toHaveLength(ITEMS.filter(({ reject }) => reject).length);
    expect(new Set(findings.map((record) => record['externalFindingId'])).size).toBe(findings.length);
  });
});

const withoutNothing = (record: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

const namesOfNothing = (record: Readonly<Record<string, unknown>> = {}) =>
  Object.keys(record).filter((name) => record[name] === undefined);
