import { join } from 'node:path';
import type { Json } from '../../base/json/types.ts';
import { createFolder } from './make-folder.ts';
import { createPartFile, writeFileAtomically } from './part-file.ts';
import type { LineSink } from './sink.ts';

interface Lengths {
  readonly assets: number;
  readonly findings: number;
  readonly rejects: number;
}

/**
 * Sink `ndjson:<dir>`: assets.ndjson, findings.ndjson and rejects.ndjson with one record per line, and run.json last.
 * They replace the files of the previous run when the run finishes.
 */
export function createNdjsonSink(directory: string): LineSink {
  const assets = createPartFile(join(directory, 'assets.ndjson'));
  const findings = createPartFile(join(directory, 'findings.ndjson'));
  const rejects = createPartFile(join(directory, 'rejects.ndjson'));
  const files = [assets, findings, rejects];
  return {
    takes: 'lines',
    async open(position?: Json) {
      await createFolder(directory);
      const lengths = position as unknown as Lengths | undefined;
      await assets.open(lengths?.assets);
      await findings.open(lengths?.findings);
      await rejects.open(lengths?.rejects);
    },
    async write(batch) {
      await assets.appendBytes(batch.asset.bytes);
      await findings.appendBytes(batch.finding.bytes);
      for (const reject of batch.rejects) await rejects.append(`${JSON.stringify(reject)}\n`);
    },
    checkpoint: async () => ({
      assets: await assets.sync(),
      findings: await findings.sync(),
      rejects: await rejects.sync(),
    }),
    async finish(report) {
      for (const file of files) await file.sync();
      for (const file of files) await file.publish();
      await writeFileAtomically(join(directory, 'run.json'), `${JSON.stringify(report, null, 2)}\n`);
    },
    async abandon(keep) {
      for (const file of files) await (keep ? file.close() : file.discard());
    },
  };
}
