import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { toVersion } from '../../../engine/pipeline/run/record-version.ts';
import { createSeenIdentities, FIRST_WINS, LAST_WINS } from '../../../engine/pipeline/run/seen-identities.ts';
import { createPartFile } from '../../../engine/pipeline/sink/part-file.ts';
import { createSuperseded } from '../../../engine/pipeline/sink/superseded.ts';
import { isFull, scaleRuns } from '../../setup/suite.ts';

describe('seen identities', () => {
  const record = fc.record({
    identity: fc.constantFrom('a', 'b', 'c', ''),
    version: fc.constantFrom(FIRST_WINS, LAST_WINS, 1, 2, Number.NEGATIVE_INFINITY),
    content: fc.integer({ min: 0, max: 2 }),
  });

  /** Adds records as a plain program does: the written ones by ordinal, undefined once superseded. */
  const createPlainSeen = () => {
    const written: (string | undefined)[] = [];
    const known = new Map<string, { version: number; content: number; ordinal: number }>();
    return {
      written,
      add({ identity, version, content }: { identity: string; version: number; content: number }) {
        const before = known.get(identity);
        if (before && (before.content === content || !(version >= before.version))) return 'repeated';
        if (before) written[before.ordinal] = undefined;
        known.set(identity, { version, content, ordinal: written.length });
        written.push(identity);
        return before ? 'replaces' : 'new';
      },
    };
  };

  test('match a plain program, also after a restore at any point', () => {
    const records = fc.array(record, { maxLength: 40 });
    fc.assert(
      fc.property(records, records, (before, after) => {
        const plain = createPlainSeen();
        const first = createSeenIdentities({ journal: true });
        const entries: Uint8Array[] = [];
        for (const [index, one] of before.entries()) {
          expect(first.add(one.identity, one)).toBe(plain.add(one));
          if (index % 7 === 0) entries.push(first.takeNew());
        }
        const second = createSeenIdentities({ journal: false });
        second.restore(Buffer.concat([...entries, first.takeNew()]));
        expect(second.next).toBe(first.next);
        for (const one of after) expect(second.add(one.identity, one)).toBe(plain.add(one));
        const dropped = plain.written.map((_, ordinal) => second.superseded.has(ordinal));
        expect(dropped).toEqual(plain.written.map((identity) => identity === undefined));
        expect(second.superseded.count).toBe(dropped.filter(Boolean).length);
      }),
      { numRuns: scaleRuns(300), seed: 4 },
    );
  });

  test.runIf(isFull)('distinguish a hundred thousand identities', () => {
    const seen = createSeenIdentities({ journal: false });
    for (let index = 0; index < 100_000; index += 1) expect(seen.add(`finding-${index}`)).toBe('new');
    expect(seen.add('finding-7')).toBe('repeated');
    for (let index = 0; index < 100_000; index += 1)
      expect(seen.add(`finding-${index}`, { version: LAST_WINS, content: 1 })).toBe('replaces');
    expect(seen.superseded.count).toBe(100_000);
  });
});

describe('a version', () => {
  test.each([
    ['2025-02-11T09:14:03.1234561Z', '2025-02-11T09:14:03.1234567Z'],
    ['2025-02-11T10:14:03+02:00', '2025-02-11T09:14:03Z'],
    ['2025-02-11', '2025-02-12'],
    [9, 10],
    ['9', '10'],
    [undefined, '1970-01-01'],
    ['unknown', -5],
  ])('orders %s before %s', (older, newer) => {
    expect(toVersion(older)).toBeLessThan(toVersion(newer));
  });
});

test('lines are kept unless superseded, wherever the pieces of the file end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mapwright-lines-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const lengths = fc.array(fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 300_000 })), {
    maxLength: 12,
  });
  const law = fc.asyncProperty(lengths, fc.array(fc.nat({ max: 12 })), async (sizes, dropped) => {
    const part = createPartFile(join(folder, 'x.ndjson'));
    const superseded = createSuperseded();
    for (const ordinal of dropped) superseded.add(ordinal);
    await part.open();
    const lines = sizes.map((size, index) => `${index}${'x'.repeat(size)}\n`);
    for (const line of lines) await part.append(line);
    await part.sync();
    await part.publish(superseded);
    expect(readFileSync(join(folder, 'x.ndjson'), 'utf8')).toBe(
      lines.filter((_, index) => !dropped.includes(index)).join(''),
    );
    expect(readdirSync(folder)).toEqual(['x.ndjson']);
  });
  await fc.assert(law, { numRuns: scaleRuns(40), seed: 9 });
});
