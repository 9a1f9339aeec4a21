import { spawnSync } from 'node:child_process';
import { lchown, link, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunReport } from '../../../engine/base/report/report.generated.ts';
import { openStore } from '../../../engine/inventory/store/index.ts';
import { acquireFileLock } from '../../../engine/io/lock.ts';
import { createStateFile } from '../../../engine/io/state-file.ts';
import { openDestination, writeBatch } from '../../../engine/pipeline/sink/index.ts';
import { appendOwn, createOwn, openPartial } from '../../../engine/pipeline/sink/own-file.ts';
import { writeFileAtomically } from '../../../engine/pipeline/sink/part-file.ts';
import { openKeyring } from '../../../engine/platform/connections/open-keyring.ts';
import { createBatch } from './batch.ts';

let folder: string;
let victim: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapwright-links-'));
  victim = join(folder, 'victim');
  await writeFile(victim, 'untouched');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const untouched = async () => expect(await readFile(victim, 'utf8')).toBe('untouched');
const batch = createBatch({ finding: [{ externalFindingId: 'f', externalAssetId: 'a' }] });

async function runTo(kind: 'ndjson' | 'etm', to: string): Promise<void> {
  const sink = openDestination(`${kind}:${to}`, { writeOut: async () => undefined });
  await sink.open();
  await writeBatch(sink, batch);
  await sink.finish({ runId: 'r' } as RunReport);
}

/** Every temporary file, and the code that writes it. */
const PLANTED = [
  ['ndjson', '.assets.ndjson.part', () => runTo('ndjson', folder)],
  ['ndjson', '.findings.ndjson.part', () => runTo('ndjson', folder)],
  ['ndjson', '.rejects.ndjson.part', () => runTo('ndjson', folder)],
  ['ndjson', '.run.json.part', () => runTo('ndjson', folder)],
  ['etm', '.etm.assets.part', () => runTo('etm', folder)],
  ['etm', '.etm.findings.part', () => runTo('etm', folder)],
  ['etm', '.etm.ndjson.part', () => runTo('etm', folder)],
  ['a file that is written atomically', '.case.json.part', () => writeFileAtomically(join(folder, 'case.json'), '{}')],
] as const;

describe('a link instead of a part file', () => {
  test.each(PLANTED)('%s removes %s and leaves its target alone', async (_who, name, write) => {
    for (const plant of [symlink, link]) {
      await plant(victim, join(folder, name));
      await write();
      await untouched();
    }
  });

  test('ends a resumed run with FILE_UNWRITABLE', async () => {
    for (const plant of [symlink, link]) {
      const path = join(folder, '.findings.ndjson.part');
      await plant(victim, path);
      await expect(openPartial(path, 1)).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
      await rm(path);
    }
    await untouched();
  });

  test('in the folder of a state is not appended to', async () => {
    const state = join(folder, 'state.json');
    await mkdir(`${state}.run`);
    await symlink(victim, join(`${state}.run`, 'seen.bin'));
    await expect(createStateFile(state).append('seen.bin', Buffer.from('x'))).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
    });
    await untouched();
  });
});

test('a link instead of a lock is not followed', async () => {
  const file = join(folder, 'state.json');
  for (const plant of [symlink, link]) {
    await plant(victim, `${file}.lock`);
    await expect(acquireFileLock(file)).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
    await rm(`${file}.lock`);
  }
  await symlink(join(folder, 'absent'), `${file}.lock`);
  await expect(acquireFileLock(file)).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
  expect(await readdir(folder)).not.toContain('absent');
  await untouched();
});

describe.skipIf(process.getuid?.() !== 0)('a link of another user', () => {
  test.each(['store.db', 'store.db-wal', 'store.db-shm', 'store.db-journal'])(
    'instead of %s is not written through',
    async (name) => {
      await symlink(victim, join(folder, name));
      await lchown(join(folder, name), 12_345, 12_345);
      await openStore(`sqlite:${join(folder, 'store.db')}`).then(
        (store) => store.close(),
        (error: unknown) => expect(error).toMatchObject({ code: expect.stringMatching(/^STORE_/) }),
      );
      await untouched();
    },
  );

  test('instead of a missing store does not create one', async () => {
    await symlink(join(folder, 'absent'), join(folder, 'store.db'));
    await lchown(join(folder, 'store.db'), 12_345, 12_345);
    await expect(openStore(`sqlite:${join(folder, 'store.db')}`)).rejects.toMatchObject({ code: 'STORE_UNWRITABLE' });
    expect(await readdir(folder)).not.toContain('absent');
  });

  test('instead of a key file provides no key', async () => {
    const store = await openStore(`sqlite:${join(folder, 'store.db')}`);
    await writeFile(victim, Buffer.alloc(32, 7).toString('base64'));
    const ownFile = join(folder, 'store.db.key');
    await symlink(victim, ownFile);
    await lchown(ownFile, 12_345, 12_345);
    await expect(openKeyring(store, { env: {}, ownFile })).rejects.toMatchObject({ code: 'KEY_INVALID' });
    await store.close();
  });
});

test('the part file of a killed run is replaced', async () => {
  await writeFile(join(folder, '.findings.ndjson.part'), 'left over\n');
  await runTo('ndjson', folder);
  expect(await readFile(join(folder, 'findings.ndjson'), 'utf8')).toBe(
    `${JSON.stringify(batch.entities['finding']?.records[0])}\n`,
  );
});

test.skipIf(process.platform === 'win32')('a pipe without a reader is rejected without waiting', async () => {
  const pipe = join(folder, 'pipe');
  spawnSync('mkfifo', [pipe]);
  await expect(appendOwn(pipe)).rejects.toThrow();
  await expect(openPartial(pipe, 0)).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
});

test.skipIf(process.getuid?.() !== 0)('a folder that another user replaced with a link is rejected', async () => {
  await mkdir(join(folder, 'private'));
  const shared = join(folder, 'shared');
  await symlink(join(folder, 'private'), shared);
  await createOwn(join(shared, 'ours')).then((handle) => handle.close());
  await lchown(shared, 12_345, 12_345);
  await expect(createOwn(join(shared, 'theirs'))).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
});
