// Repeated random kills of workers and crashes of PostgreSQL: `node test/soak/workers.ts [kills [seed]]`. Exits with 1
// at the first finding that is lost or stored twice, or the first run that is not PROCESSED.
import { isDeepStrictEqual } from 'node:util';
import { runUnderFire } from '../scale/fire.ts';
import { createOwnPostgres } from '../setup/postgres.ts';

const [kills = 200, seed = 1] = process.argv.slice(2).map(Number);
const size = { apps: 120, pages: 3, perPage: 5, appsPerPage: 2 };

const server = await createOwnPostgres();
const { runs, stored, served, history, ...blows } = await runUnderFire(server, {
  ...{ seed, size, latencyMs: 50, kills, crashEvery: 10 },
});
await server.remove();
const states = Object.fromEntries(
  Object.entries(Object.groupBy(runs, ({ state }) => state)).map(([state, all = []]) => [state, all.length]),
);
const isExact = isDeepStrictEqual(stored, served) && history === served.length;
const areWhole = runs.every(
  ({ state, report }) =>
    state === 'PROCESSED' && report.warnings.length === 0 && report.entities.finding.written === served.length,
);
console.log(JSON.stringify({ ...blows, seed, states, findings: stored.length, history, isExact, areWhole }));
process.exit(isExact && areWhole ? 0 : 1);
