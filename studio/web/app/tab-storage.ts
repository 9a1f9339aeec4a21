import { signal } from '@preact/signals';
import { startPending } from '../api/pending.ts';
import { openTabDatabase, type TabDatabase } from './tab-database.ts';

/** Keys of what this tab session should keep and could not store: it is lost on a reload. */
const unkept = signal<ReadonlySet<string>>(new Set());

function setKept(key: string, isKept: boolean): void {
  if (isKept !== unkept.peek().has(key)) return;
  const others = [...unkept.peek()].filter((one) => one !== key);
  unkept.value = new Set(isKept ? others : [...others, key]);
}

/** Returns true if the last value of a key could not be stored. */
export const isUnkept = (key: string): boolean => unkept.value.has(key);

/** Keeps a text of at most 1 MB, at once; undefined removes it. */
export function keepText(key: string, text: string | undefined): void {
  try {
    sessionStorage.removeItem(key);
    if (text !== undefined) sessionStorage.setItem(key, text);
    setKept(key, true);
  } catch {
    setKept(key, false);
  }
}

/** Returns a kept text. */
export const readKeptText = (key: string): string | undefined => sessionStorage.getItem(key) ?? undefined;

let opened: Promise<TabDatabase> | undefined;

const openDatabase = (): Promise<TabDatabase> => {
  opened ??= openTabDatabase();
  return opened;
};

async function write(key: string, value: unknown): Promise<void> {
  try {
    const database = await openDatabase();
    try {
      await database.write(key, value);
    } catch (thrown) {
      // The former value must not come back.
      await database.write(key, undefined);
      throw thrown;
    }
    setKept(key, true);
  } catch {
    setKept(key, value === undefined);
  }
}

/** Values that are not being written yet: while one is written, only the last of the next ones waits. */
const waiting = new Map<string, unknown>();
let isWriting = false;

async function writeWaiting(): Promise<void> {
  isWriting = true;
  const endPending = startPending();
  for (const [key, value] of waiting) {
    waiting.delete(key);
    await write(key, value);
  }
  isWriting = false;
  endPending();
}

/** Keeps a value of any size that can be cloned, so that it survives a reload; undefined removes it. */
export function keepValue(key: string, value: unknown): void {
  waiting.set(key, value);
  if (!isWriting) void writeWaiting();
}

/** Resolves with a kept value, or undefined. */
export async function readKeptValue(key: string): Promise<unknown> {
  if (waiting.has(key)) return waiting.get(key);
  try {
    return await (await openDatabase()).read(key);
  } catch {
    return undefined;
  }
}
