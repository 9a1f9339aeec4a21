import { describe, expect, test } from 'vitest';
import { FAMILIES } from './cases/index.ts';
import { check, judge, placesOf, play, verdictOf } from './runner.ts';

describe.each(Object.entries(FAMILIES))('a run meets %s', (_family, cases) => {
  test.each(cases.flatMap(placesOf))('$name', async (place) => {
    await judge(await play(place), place);
  });
});

const checked = Object.values(FAMILIES)
  .flat()
  .filter((fault) => fault.check !== undefined)
  .map((fault) => ({ name: fault.name, says: fault.check, place: { fault, on: fault.on ?? 'GET /things?page=0' } }));

describe('Test Connection meets', () => {
  test.each(checked)('$name: $says', async ({ place, says }) => {
    expect(verdictOf(await check(place))).toBe(says);
  });
});
