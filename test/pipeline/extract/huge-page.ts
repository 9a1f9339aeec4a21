// Reads a page of 200 MB, all in one list, and prints the result; memory.full.test.ts runs it in a small heap.
import { compileExtraction } from '../../../engine/pipeline/extract/index.ts';
import { readPeakKilobytes } from '../../setup/peak-memory.ts';

const ITEMS = 200_000;

function* body(): Generator<Uint8Array> {
  yield Buffer.from('{"total":200000,"Items":[');
  for (let i = 0; i < ITEMS; i++) yield Buffer.from(`${i === 0 ? '' : ','}{"id":${i},"text":"${'x'.repeat(1000)}"}`);
  yield Buffer.from(']}');
}

const page = compileExtraction({ records: 'Items' }).read(body(), {});
let sum = 0;
for await (const batch of page) for (const e of batch) if (e.kind === 'item') sum += (e.value as { id: number }).id;
console.log(JSON.stringify({ sum, seen: page.itemsSeen, envelope: page.envelope(), kilobytes: readPeakKilobytes() }));
