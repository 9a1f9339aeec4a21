import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FAMILIES } from './cases/index.ts';
import { FAULT_LIST } from './list.ts';

const CASES = new Set(
  Object.values(FAMILIES)
    .flat()
    .map(({ name }) => name),
);

const textOf = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

describe.each(Object.entries(FAULT_LIST))('%s', (_fault, proofs) => {
  test.each(proofs.map((proof) => [String(proof), proof] as const))('lists %s', (_name, proof) => {
    if (typeof proof === 'string') expect([...CASES]).toContain(proof);
    else expect(textOf(proof[0])).toContain(proof[1]);
  });
});
