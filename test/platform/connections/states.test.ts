import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createConnection,
  isLegalTransition,
  moveState,
  STATES,
  TRANSITIONS,
} from '../../../engine/platform/connections/index.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { scaleRuns } from '../../setup/suite.ts';
import { catchCode, createDraft, createTestPlatform, NOON } from './parts.ts';

/** Transitions in the guides, and others: a manual run, a removed schedule, a cancelled run. */
const LEGAL = [
  'REGISTERED → SCHEDULED',
  'REGISTERED → PROCESSING',
  'SCHEDULED → PROCESSING',
  'SCHEDULED → REGISTERED',
  'PROCESSING → PROCESSED',
  'PROCESSING → ERRORED',
  'PROCESSING → REGISTERED',
  'PROCESSED → SCHEDULED',
  'PROCESSED → PROCESSING',
  'ERRORED → SCHEDULED',
  'ERRORED → PROCESSING',
];

test('exactly these transitions are legal', () => {
  const all = STATES.flatMap((from) =>
    STATES.filter((to) => isLegalTransition(from, to)).map((to) => `${from} → ${to}`),
  );
  expect(all.sort()).toEqual([...LEGAL].sort());
});

describe.each(KINDS)('a state on $kind', (kind) => {
  test('only makes legal transitions, each recorded in the audit log', async () => {
    const platform = createTestPlatform(await createEmptyStore(kind));
    const { store } = platform;
    const draft = createDraft({ schedule: null });
    let names = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...STATES), { minLength: 1, maxLength: 8 }), async (wanted) => {
        names += 1;
        const { id } = await createConnection(platform, { ...draft, name: `n${names}` }, { force: true });
        const move = { connectionId: id, at: NOON, actor: 'test' };
        let state: (typeof STATES)[number] = 'REGISTERED';
        const moves: string[] = [];
        for (const to of wanted) {
          const done = await catchCode(store.transaction((tx) => moveState(tx, move, { to, why: 'a law' })));
          if (TRANSITIONS[state].includes(to)) {
            expect(done).toBe(`no error: "${state}"`);
            moves.push(`${state} → ${to}`);
            state = to;
          } else expect(done).toBe('STATE_ILLEGAL');
        }
        const row = await store.db.selectFrom('connection').select('state').where('id', '=', id).executeTakeFirst();
        expect(row?.state).toBe(state);
        const log = await store.db
          .selectFrom('audit')
          .select('detail')
          .where('subject', '=', `connection:${id}`)
          .where('action', '=', 'state.move')
          .orderBy('seq')
          .execute();
        const details = log.map(({ detail }) => JSON.parse(detail) as { from: string; to: string });
        expect(details.map(({ from, to }) => `${from} → ${to}`)).toEqual(moves);
      }),
      { numRuns: scaleRuns(12) },
    );
  });

  test('moves once if two processes move it concurrently', async () => {
    const { store, ...platform } = createTestPlatform(await createEmptyStore(kind));
    const { id } = await createConnection({ store, ...platform }, createDraft({ schedule: null }), { force: true });
    const move = { connectionId: id, at: NOON, actor: 'test' };
    const once = () => catchCode(store.transaction((tx) => moveState(tx, move, { to: 'PROCESSING', why: 'a race' })));
    expect((await Promise.all([once(), once()])).sort()).toEqual(['STATE_ILLEGAL', 'no error: "REGISTERED"']);
  });
});
