// Speed of extracting items from bytes, per second of CPU time, compared with JSON.parse: `npx node test/bench/extract.ts`.

import { readPiece, Splitter } from '../../engine/base/json/index.ts';
import { compileExtraction } from '../../engine/pipeline/extract/index.ts';

interface Shape {
  readonly name: string;
  readonly item: (i: number) => object;
}

const CHUNK = 64 << 10;
const TOTAL = 24 << 20;
const ROUNDS = 7;

const finding = (i: number) => ({
  issue_id: 1_000_000 + i,
  scan_type: 'DYNAMIC',
  description: `<span>This page echoes the parameter "q" without encoding it.</span> ${'It can be used to run script. '.repeat(8)}`,
  count: 1,
  context_type: 'APPLICATION',
  violates_policy: i % 3 === 0,
  finding_status: {
    first_found_date: '2024-05-02T10:11:12.345Z',
    status: 'OPEN',
    resolution: 'UNRESOLVED',
    new: false,
  },
  finding_details: {
    severity: i % 6,
    cwe: { id: 79, name: 'Cross-site scripting', href: `https://api.example.com/cwes/79` },
    url: `https://www.example.com/search/${i}`,
  },
});

const SHAPES: readonly Shape[] = [
  { name: 'findings, 900 bytes, nested', item: finding },
  {
    name: 'the same in many scripts',
    item: (i) => ({ ...finding(i), note: 'Überprüfung fällig — 検証が必要です 🙂' }),
  },
  {
    name: 'the same with ids beyond 2^53',
    item: (i) => ({ ...finding(i), id: 0, big: `#${10n ** 18n + BigInt(i)}#` }),
  },
  {
    name: 'rows, 100 bytes, flat',
    item: (i) => ({ id: i, name: `host-${i}.example.com`, open: true, score: 7.5, kind: 'WEB', owner: null }),
  },
];

interface Sample {
  readonly shape: string;
  readonly bytes: Buffer;
  readonly items: number;
}

function buildSample({ name, item }: Shape): Sample {
  const size = JSON.stringify(item(0)).length;
  const items = Math.round(TOTAL / size);
  const list = Array.from({ length: items }, (_, i) => JSON.stringify(item(i)).replace(/"#(\d+)#"/, '$1'));
  return {
    shape: name,
    items,
    bytes: Buffer.from(`{"_embedded":{"findings":[${list.join(',')}]},"page":{"number":0}}`),
  };
}

function* splitChunks(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}

const extraction = compileExtraction({ records: '_embedded.findings' });

const WAYS: { readonly [name: string]: (bytes: Buffer) => number | Promise<number> } = {
  'JSON.parse of the whole': (bytes) => JSON.parse(bytes.toString())._embedded.findings.length,
  'cutting alone': (bytes) => {
    const splitter = new Splitter(['_embedded', 'findings']);
    let count = 0;
    for (const chunk of splitChunks(bytes))
      for (const piece of splitter.push(chunk)) count += piece.kind === 'run' ? piece.ends.length : 1;
    return count;
  },
  'cutting and reading': (bytes) => {
    const splitter = new Splitter(['_embedded', 'findings']);
    let count = 0;
    for (const chunk of splitChunks(bytes)) for (const piece of splitter.push(chunk)) count += readPiece(piece).length;
    return count;
  },
  'the whole stage': async (bytes) => {
    let count = 0;
    for await (const batch of extraction.read(splitChunks(bytes), {})) count += batch.length;
    return count;
  },
};

/** Returns the minimum CPU time of several rounds, in seconds, because noise only adds time. */
async function cpuSeconds(action: () => number | Promise<number>, items: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    if ((await action()) !== items) throw new Error('not all items came out');
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

for (const { shape, bytes, items } of SHAPES.map(buildSample)) {
  console.log(`\n${shape}: ${items} items, ${(bytes.length / 1e6).toFixed(1)} MB`);
  let plain: number | undefined;
  for (const [way, action] of Object.entries(WAYS)) {
    const seconds = await cpuSeconds(() => action(bytes), items);
    plain ??= seconds;
    const rate = Math.round(items / seconds / 1000);
    console.log(
      `  ${way.padEnd(26)}${String(rate).padStart(6)}k items/s ${(bytes.length / 1e6 / seconds).toFixed(0).padStart(6)} MB/s ${(plain / seconds).toFixed(2).padStart(6)} × JSON.parse`,
    );
  }
}
