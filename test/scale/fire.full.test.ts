import { expect, test } from 'vitest';
import { createOwnPostgres } from '../setup/postgres.ts';
import { runUnderFire } from './fire.ts';

/** Processes start slowly on busy machines. */
const MOST_MS = 180_000;
const server = await createOwnPostgres();

test(
  'workers killed at random and PostgreSQL crashed in mid-run: each finding once, none lost, the run PROCESSED',
  async () => {
    try {
      const size = { apps: 60, pages: 2, perPage: 3, appsPerPage: 1 };
      const { kills, crashes, runs, stored, served, history } = await runUnderFire(server, {
        ...{ seed: 20_251, size, latencyMs: 50, kills: 5, crashEvery: 3 },
      });
      expect(kills).toBe(5);
      expect(crashes).toBeGreaterThan(0);
      expect(stored).toEqual(served);
      expect(history).toBe(served.length);
      for (const { state, report } of runs) {
        expect({ state, error: report.error, warnings: report.warnings }).toEqual({
          ...{ state: 'PROCESSED', error: null, warnings: [] },
        });
        expect(report.entities.finding).toMatchObject({ mapped: served.length, written: served.length, rejected: 0 });
      }
    } finally {
      await server.remove();
    }
  },
  MOST_MS,
);
