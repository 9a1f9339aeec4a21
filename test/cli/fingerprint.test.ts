import { expect, test } from 'vitest';
import { computeRunFingerprint } from '../../engine/cli/commands/run/run-fingerprint.ts';
import { loadConnector } from '../../engine/cli/load-connector.ts';

const loaded = await loadConnector('hcl-appscan-dast');
const BASE = {
  settings: { key_id: 'k', key_secret: 'one' } as Record<string, string>,
  filters: {} as Record<string, string>,
  streams: undefined as string[] | undefined,
  destinations: ['ndjson:out'],
};

const of = ({ settings, filters, streams, destinations }: typeof BASE) =>
  computeRunFingerprint(loaded, { settings, filters }, { streams, destinations });

test.each([
  ['a setting', { settings: { ...BASE.settings, key_id: 'other' } }, false],
  ['a filter', { filters: { applications: "Name eq 'x'" } }, false],
  ['the streams', { streams: ['issues'] }, false],
  ['the destinations', { destinations: ['ndjson:other'] }, false],
  ['nothing', {}, true],
  // Nothing that is stored may be derived from a secret.
  ['a secret', { settings: { ...BASE.settings, key_secret: 'two' } }, true],
])('whether a stopped run can be resumed after a change of %s: %#', (_what, change, same) => {
  expect(of({ ...BASE, ...change }) === of(BASE)).toBe(same);
});
