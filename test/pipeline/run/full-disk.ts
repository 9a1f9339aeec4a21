import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Fills the disk after this many more bytes written through handles; the returned function frees space. */
export async function fillDiskAfter(bytes: number, folder: string): Promise<() => void> {
  const probe = await open(join(folder, 'probe'), 'w');
  const handles = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  await rm(join(folder, 'probe'));
  const { writeFile: write } = handles;
  let left = bytes;
  handles.writeFile = async function (this: FileHandle, data, options) {
    left -= Buffer.byteLength(data as Uint8Array);
    if (left < 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    return write.call(this, data, options);
  };
  return () => {
    handles.writeFile = write;
  };
}
