import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { type JsonObject, stableStringify } from '../../../engine/base/json/index.ts';
import { findFile, type Tool } from './tool.ts';

/** Summary of records that does not depend on their order. */
export interface Digest {
  readonly records: number;
  /** Records that are findings; the others are assets. */
  readonly findings: number;
  readonly distinct: number;
  /** Sum of the records' hashes, 32 hexadecimal digits. */
  readonly hash: string;
}

/** Sorted members; an absent value and null are the same. */
const normalize = (record: JsonObject): string =>
  stableStringify(Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null)));

/** Reads all records that a tool has written to a folder. Throws if a line is not JSON. */
export async function digestOutput(out: string, { isOutput, unwrap }: Tool): Promise<Digest> {
  const ids = new Set<unknown>();
  let [records, findings, sum] = [0, 0, 0n];
  for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !isOutput(relative(out, path).replaceAll(sep, '/'))) continue;
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
      const record = unwrap(JSON.parse(line));
      if (record === undefined) continue;
      records += 1;
      if (record['finding_id']) findings += 1;
      ids.add(record['finding_id'] ?? record['asset_id']);
      sum = BigInt.asUintN(128, sum + BigInt(`0x${hash('sha256', normalize(record), 'hex').slice(0, 32)}`));
    }
  }
  return { records, findings, distinct: ids.size, hash: sum.toString(16).padStart(32, '0') };
}

/** Counts the lines that a user writes, without blank lines and comments. */
export async function countLines(tool: string, files: readonly string[]): Promise<number> {
  const texts = await Promise.all(files.map((file) => readFile(findFile(tool, file), 'utf8')));
  return texts.flatMap((text) => text.split('\n')).filter((line) => !/^\s*(?:#|\/\/|\/\*\*|$)/.test(line)).length;
}
