import { expect, test } from 'vitest';
import { systemClock } from '../../engine/io/clock.ts';
import { systemRandom } from '../../engine/io/random.ts';

test('a sleep ends with the reason of its signal, before and while it lasts', async () => {
  const reason = new Error('enough');
  await expect(systemClock.sleep(1e6, AbortSignal.abort(reason))).rejects.toBe(reason);
  const controller = new AbortController();
  const sleeping = systemClock.sleep(1e6, controller.signal);
  controller.abort(reason);
  await expect(sleeping).rejects.toBe(reason);
});

test('a sleep longer than the maximum of a timer does not end immediately', async () => {
  const controller = new AbortController();
  const sleeping = systemClock.sleep(2 ** 31 + 5, controller.signal);
  // A timer over the maximum fires after 1 ms: this later timer must fire first.
  await systemClock.sleep(5);
  controller.abort('still asleep');
  await expect(sleeping).rejects.toBe('still asleep');
});

test.each([0, -5, Number.NaN])('a sleep of %d ms ends', async (ms) => {
  await expect(systemClock.sleep(ms)).resolves.toBeUndefined();
});

test('random bytes have the requested length, fractions are in [0, 1)', () => {
  expect(systemRandom.bytes(16)).toHaveLength(16);
  expect(systemRandom.bytes(16)).not.toEqual(systemRandom.bytes(16));
  expect(systemRandom.fraction()).toBeLessThan(1);
});
