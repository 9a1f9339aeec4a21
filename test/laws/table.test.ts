import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LAWS } from './table.ts';

const textOf = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

describe.each(Object.entries(LAWS))('%s', (_law, proofs) => {
  test.each(proofs)('is proved in test/%s: %s', (file, name) => {
    expect(textOf(file)).toContain(name);
  });
});
