import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DESTINATION_USAGES, DESTINATIONS, FORMATS } from '../../engine/base/format/index.ts';
import { lockDestinations } from '../../engine/cli/commands/run/destinations.ts';
import { getOption } from '../../engine/cli/options.ts';
import { EXPORTS } from '../../engine/inventory/read/index.ts';
import { openDestination, placeOf } from '../../engine/pipeline/sink/index.ts';

const folder = await mkdtemp(join(tmpdir(), 'mapwright-destinations-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const ROWS = Object.entries(DESTINATIONS).map(([name, { kind }]) => ({ name, kind }));

describe.each(ROWS.filter(({ kind }) => kind === 'folder'))('$name', ({ name }) => {
  test('is locked by one run at a time, regardless of the spelling of its path', async () => {
    const to = `${name}:${join(folder, name)}`;
    const again = `${name}:${folder}/./${name}/`;
    using _held = await lockDestinations([to], undefined);
    await expect(lockDestinations([again], undefined)).rejects.toMatchObject({ code: 'RUN_LOCKED' });
    expect(placeOf(again)).toBe(placeOf(to));
  });

  test('needs a target', () => {
    expect(() => openDestination(name, { writeOut: async () => undefined })).toThrow(
      expect.objectContaining({ code: 'DESTINATION_INVALID', fix: expect.stringContaining(DESTINATION_USAGES) }),
    );
  });
});

test.each(['asset', 'finding'] as const)('%s exports match the table of formats', (entity) => {
  const listed = Object.entries(FORMATS).filter(([, row]) => (row.exports as readonly string[]).includes(entity));
  expect(Object.keys(EXPORTS[entity]).sort()).toEqual(listed.map(([name]) => name).sort());
});

test('the help of --to names every destination', () => {
  for (const { name } of ROWS.filter(({ name }) => 'usage' in DESTINATIONS[name as keyof typeof DESTINATIONS]))
    expect(getOption('to').summary).toContain(name);
});
