import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFolder } from '../../../engine/pipeline/sink/make-folder.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mapwright-folder-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('a folder is created with its parents, and an existing one is kept', async () => {
  await createFolder(join(root, 'a/b/c'));
  await createFolder(join(root, 'a/b'));
  await symlink(join(root, 'a'), join(root, 'link'));
  await createFolder(join(root, 'link/b/d'));
  expect((await stat(join(root, 'a/b/d'))).isDirectory()).toBe(true);
});

test('the same folder can be created concurrently', async () => {
  await Promise.all(Array.from({ length: 20 }, () => createFolder(join(root, 'x/y/z'))));
  expect((await stat(join(root, 'x/y/z'))).isDirectory()).toBe(true);
});

test('a file or a broken link in its path is reported', async () => {
  await writeFile(join(root, 'file'), 'text');
  await symlink(join(root, 'nowhere'), join(root, 'dangling'));
  for (const place of ['file', 'file/below', 'dangling', 'dangling/below'])
    await expect(createFolder(join(root, place))).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
});

test.runIf(process.platform === 'linux')(
  'a location where none can be created is reported without endless retries',
  async () => {
    await expect(createFolder('/proc/mapwright/out')).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
  },
);
