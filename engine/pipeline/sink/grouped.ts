import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Json, JsonObject } from '../../base/json/types.ts';
import type { RunReport } from '../../base/report/report.generated.ts';
import { createFindingIndex, type FileRange, type FindingIndex } from './finding-index.ts';
import { createFolder } from './make-folder.ts';
import { listOmitted } from './omitted.ts';
import { openPartial } from './own-file.ts';
import { createPartFile, type PartFile, writeFileAtomically } from './part-file.ts';
import type { RecordSink } from './sink.ts';
import { NONE_SUPERSEDED, type Superseded, type SupersededByEntity } from './superseded.ts';

interface Lengths {
  readonly assets: number;
  readonly findings: number;
}

const readLines = (path: string) =>
  createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });

const fileExists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

const assetId = (record: JsonObject): string => String(record['externalAssetId']);

/** Rebuilds the index of findings from the part file of a stopped run. */
async function rebuildIndex(index: FindingIndex, path: string): Promise<void> {
  for await (const line of readLines(path))
    index.add(assetId(JSON.parse(line) as JsonObject), Buffer.byteLength(line) + 1);
}

/** Format of an asset with its findings. */
export interface GroupedFormat {
  /** Name of the file without its extension, also of the files that buffer records. */
  readonly name: string;
  /** Formats an asset's fields and the JSON texts of its findings, in chunks of text. */
  readonly format: (asset: JsonObject, findings: AsyncIterable<string>, report: RunReport) => AsyncIterable<string>;
}

/** Buffered records of a run. */
interface Buffered {
  readonly assets: PartFile;
  readonly findings: PartFile;
  readonly index: FindingIndex;
  readonly superseded: SupersededByEntity;
}

/** Reads the lines of a file that no later version superseded. */
async function* readKeptLines(path: string, superseded: Superseded = NONE_SUPERSEDED): AsyncGenerator<string> {
  let ordinal = 0;
  for await (const line of readLines(path)) if (!superseded.has(ordinal++)) yield line;
}

type FormatGroup = (asset: JsonObject, findings: AsyncIterable<string>) => AsyncIterable<string>;

/** Writes each asset with its findings. An asset that this run did not write has its ID only. */
async function writeGroups(
  { assets, findings, index, superseded }: Buffered,
  format: FormatGroup,
  out: PartFile,
): Promise<void> {
  const dropped = superseded.get('finding') ?? NONE_SUPERSEDED;
  const source = await openPartial(findings.path, 0);
  async function* readFindings(ranges: readonly FileRange[]): AsyncGenerator<string> {
    for (const { at, length } of ranges) {
      const bytes = Buffer.allocUnsafe(length - 1);
      await source.read(bytes, 0, bytes.length, at);
      yield bytes.toString('utf8');
    }
  }
  const group = async (asset: JsonObject, ranges: readonly FileRange[]) => {
    for await (const piece of format(asset, readFindings(ranges))) await out.append(piece);
  };
  try {
    for await (const line of readKeptLines(assets.path, superseded.get('asset'))) {
      const asset = JSON.parse(line) as JsonObject;
      await group(asset, index.take(assetId(asset), dropped));
    }
    for (const externalAssetId of index.left()) {
      const ranges = index.take(externalAssetId, dropped);
      if (ranges.length > 0) await group({ externalAssetId }, ranges);
    }
  } finally {
    await source.close();
  }
}

/**
 * Sink of one file, `<name>.ndjson`, whose format needs the findings of each asset together. Findings are buffered on
 * disk; only their byte ranges are in memory.
 */
export function createGroupedSink(directory: string, { name, format }: GroupedFormat): RecordSink {
  const assets = createPartFile(join(directory, `${name}.assets`));
  const findings = createPartFile(join(directory, `${name}.findings`));
  const out = createPartFile(join(directory, `${name}.ndjson`));
  const index = createFindingIndex();
  let opened = false;
  const publishReport = (report: RunReport) =>
    writeFileAtomically(join(directory, 'run.json'), `${JSON.stringify(report, null, 2)}\n`);
  return {
    async open(position?: Json) {
      opened = true;
      await createFolder(directory);
      const lengths = position as unknown as Lengths | undefined;
      await assets.open(lengths?.assets);
      await findings.open(lengths?.findings);
      if (lengths?.findings) await rebuildIndex(index, findings.path);
    },
    async write(batch) {
      for (const record of batch.entities['asset']?.records ?? []) await assets.append(`${JSON.stringify(record)}\n`);
      for (const record of batch.entities['finding']?.records ?? []) {
        const line = `${JSON.stringify(record)}\n`;
        index.add(assetId(record), Buffer.byteLength(line));
        await findings.append(line);
      }
    },
    checkpoint: async () => ({ assets: await assets.sync(), findings: await findings.sync() }),
    async finish(report, warn, superseded = new Map()) {
      for (const warning of listOmitted(report, `${name}.ndjson`)) warn?.(warning);
      if (!(await fileExists(assets.path))) {
        await findings.discard();
        return publishReport(report);
      }
      if (!opened) await rebuildIndex(index, findings.path);
      await assets.sync();
      await findings.sync();
      await out.open();
      await writeGroups({ assets, findings, index, superseded }, (...group) => format(...group, report), out);
      await out.sync();
      await out.publish();
      await publishReport(report);
      // Discard assets first: a missing assets file marks the documents as published if the process is killed here.
      await assets.discard();
      await findings.discard();
    },
    async abandon(keep) {
      for (const file of [assets, findings]) await (keep ? file.close() : file.discard());
      await out.discard();
    },
  };
}
