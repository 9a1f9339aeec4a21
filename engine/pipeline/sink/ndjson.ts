import { join } from 'node:path';
import { engineError } from '../../base/errors/index.ts';
import type { Json } from '../../base/json/types.ts';
import { BUILT_IN, type Entity } from '../../manifest/index.ts';
import { createFolder } from './make-folder.ts';
import { createPartFile, type PartFile, writeFileAtomically } from './part-file.ts';
import type { LineSink } from './sink.ts';

/** Length of each file at a checkpoint, by name without extension. */
type Lengths = Readonly<Record<string, number>>;

const REJECTS = 'rejects';

/** Returns the file of each entity. A connector with assets or findings always has the files of both. */
function listFiles(entities: readonly Entity[]): ReadonlyMap<string, string> {
  const own = entities.map(({ name, file }) => [name, file] as const);
  const isInventory = entities.length === 0 || entities.some(({ builtIn }) => builtIn);
  const builtIn = isInventory ? Object.entries(BUILT_IN).map(([name, { file }]) => [name, file] as const) : [];
  return new Map([...builtIn, ...own]);
}

/**
 * Sink `ndjson:<dir>`: a file per entity (assets.ndjson, findings.ndjson, <entity>.ndjson) and rejects.ndjson with one
 * record per line, and run.json last. They replace the files of the previous run when the run finishes.
 */
export function createNdjsonSink(directory: string, entities: readonly Entity[] = []): LineSink {
  const names = listFiles(entities);
  const files = new Map<string, PartFile>(
    [...names.values(), REJECTS].map((name) => [name, createPartFile(join(directory, `${name}.ndjson`))]),
  );
  const expectFile = (name: string | undefined): PartFile => {
    const file = files.get(name ?? '');
    if (!file) throw engineError('INTERNAL', { name: 'no file for the records of an entity' });
    return file;
  };
  return {
    takes: 'lines',
    async open(position?: Json) {
      await createFolder(directory);
      const lengths = position as unknown as Lengths | undefined;
      for (const [name, file] of files) await file.open(lengths?.[name]);
    },
    async write(batch) {
      for (const [entity, { records }] of Object.entries(batch.entities))
        await expectFile(names.get(entity)).appendBytes(records.bytes);
      for (const reject of batch.rejects) await expectFile(REJECTS).append(`${JSON.stringify(reject)}\n`);
    },
    async checkpoint() {
      const lengths: Record<string, number> = {};
      for (const [name, file] of files) lengths[name] = await file.sync();
      return lengths;
    },
    async finish(report, _warn, superseded = new Map()) {
      const byFile = new Map([...names].map(([entity, name]) => [name, superseded.get(entity)]));
      for (const file of files.values()) await file.sync();
      for (const [name, file] of files) await file.publish(byFile.get(name));
      await writeFileAtomically(join(directory, 'run.json'), `${JSON.stringify(report, null, 2)}\n`);
    },
    async abandon(keep) {
      for (const file of files.values()) await (keep ? file.close() : file.discard());
    },
  };
}
