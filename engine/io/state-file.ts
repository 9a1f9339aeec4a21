import { hash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { engineError } from '../base/errors/index.ts';
import { isObject } from '../base/json/index.ts';
import { passFailpoint } from '../inventory/store/failpoint.ts';
import type { SavedState, StateStore } from '../pipeline/run/state-store.ts';
import { createFolder } from '../pipeline/sink/make-folder.ts';
import { appendOwn, changeFile, openPartial } from '../pipeline/sink/own-file.ts';
import { writeFileAtomically } from '../pipeline/sink/part-file.ts';

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

const isTextTable = (value: unknown): boolean =>
  isObject(value) && Object.values(value).every((text) => typeof text === 'string');

/** State as stored in the file; `runPrint` is a hash that detects changes to the stopped run's data. */
interface FileState extends SavedState {
  readonly runPrint?: string;
}

const runFingerprint = (run: object): string => hash('sha256', JSON.stringify(run), 'base64url');

const isState = (state: FileState): boolean =>
  isObject(state) &&
  state.stateVersion === 1 &&
  typeof state.connector === 'string' &&
  isObject(state.cursors) &&
  Object.values(state.cursors).every(isTextTable) &&
  (state.kept === undefined || typeof state.kept === 'string');

function readJson(file: string, text: string): FileState {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw engineError('STATE_UNREADABLE', { file, reason: 'it is not JSON' }, error);
  }
}

function parseState(file: string, text: string): SavedState {
  const content = readJson(file, text);
  if (!isState(content)) throw engineError('STATE_UNREADABLE', { file, reason: 'unsupported format or version' });
  const { runPrint, ...state } = content;
  // Resuming from an altered position or counts would silently lose records.
  if (state.run !== undefined && (!isObject(state.run) || runPrint !== runFingerprint(state.run)))
    throw engineError('STATE_UNREADABLE', { file, reason: 'its data about the stopped run was altered' });
  return state;
}

const toFileState = (state: SavedState): FileState =>
  state.run ? { ...state, runPrint: runFingerprint(state.run) } : state;

/** Creates the state store of `--state <file>`; `<file>.run/` contains the side files of an unfinished run. */
export function createStateFile(file: string): StateStore {
  const folder = `${file}.run`;
  return {
    name: file,
    durable: true,
    async load() {
      const text = await readFile(file, 'utf8').catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw engineError('STATE_UNREADABLE', { file, reason: 'it cannot be opened' }, error);
      });
      return text === undefined ? undefined : parseState(file, text);
    },
    async save(state) {
      await createFolder(dirname(file));
      passFailpoint('state-save');
      await writeFileAtomically(file, `${JSON.stringify(toFileState(state))}\n`);
      passFailpoint('state-saved');
    },
    append: (name, bytes) =>
      changeFile(join(folder, name), async () => {
        await createFolder(folder);
        const handle = await appendOwn(join(folder, name));
        try {
          await handle.writeFile(bytes);
          passFailpoint('state-append');
          await handle.sync();
          return (await handle.stat()).size;
        } finally {
          await handle.close();
        }
      }),
    async restore(name, length) {
      if (length === 0) {
        await rm(join(folder, name), { force: true });
        return new Uint8Array();
      }
      const handle = await openPartial(join(folder, name), length);
      try {
        await handle.truncate(length);
        return await handle.readFile();
      } finally {
        await handle.close();
      }
    },
    clear: () => changeFile(folder, () => rm(folder, { recursive: true, force: true })),
  };
}
