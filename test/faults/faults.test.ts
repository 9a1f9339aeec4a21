import { describe, expect, test } from 'vitest';
import { FAMILIES } from './cases/index.ts';
import { check, judge, placesOf, play, verdictOf } from './runner.ts';

describe.each(Object.entries(FAMILIES))('a run meets %s', (_family, cases) => {
  test.each(cases.flatMap(placesOf).map((place) => [place.name, place] as const))('%s', async (_name, place) => {
    await judge(await play(place), place);
  });
});

const checked = Object.values(FAMILIES)
  .flat()
  .flatMap((fault) => (fault.check === undefined ? [] : [[fault.name, fault.check, fault] as const]));

describe('Test Connection meets', () => {
  test.each(checked)('%s: %s', async (_name, says, fault) => {
    expect(verdictOf(await check({ fault, on: fault.on ?? 'GET /things?page=0' }))).toBe(says);
  });
});
