import { describe, expect, test } from 'vitest';
import { pickRows } from '../setup/suite.ts';
import { FAMILIES } from './cases/index.ts';
import { assertOutcome, checkFault, formatVerdict, listSites, playFault } from './runner.ts';

describe.each(Object.entries(FAMILIES))('a run with faults of %s', (_family, cases) => {
  test.each(cases.flatMap((fault) => pickRows(listSites(fault))).map((place) => [place.name, place] as const))(
    '%s',
    async (_name, place) => {
      await assertOutcome(await playFault(place), place);
    },
  );
});

const checked = Object.values(FAMILIES)
  .flat()
  .flatMap((fault) => (fault.check === undefined ? [] : [[fault.name, fault.check, fault] as const]));

describe('Test Connection with faults', () => {
  test.each(checked)('%s: %s', async (_name, says, fault) => {
    expect(formatVerdict(await checkFault({ fault, on: fault.on ?? 'GET /things?page=0' }))).toBe(says);
  });
});
