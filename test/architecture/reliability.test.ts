import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(join(ROOT, 'test/README.md'), 'utf8');
const section = page.slice(page.indexOf('## Reliability'));
const promises = [...section.matchAll(/^\| (\d+)\. ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)].map((row) => row.slice(1));
const PROMISES = 13;

describe('the table of guarantees', () => {
  test('lists every guarantee once and in order', () => {
    expect(promises.map(([no]) => Number(no))).toEqual(Array.from({ length: PROMISES }, (_, at) => at + 1));
  });

  test.each(promises)(
    'promise %s, %s: states how it is kept and links existing tests',
    (_no, _name, how = '', proofs = '') => {
      const files = [...proofs.matchAll(/\]\(([^)]+)\)/g)].map(([, file = '']) => file);
      expect(how.length).toBeGreaterThan(40);
      expect(files.some((file) => file.endsWith('.test.ts'))).toBe(true);
      expect(files.filter((file) => !existsSync(join(ROOT, 'test', file)))).toEqual([]);
    },
  );
});
