import { describe, expect, test } from 'vitest';
import { type Script, startSmallVendor } from '../pipeline/run/small-vendor.ts';
import { createTickingClock } from '../pipeline/run/ticking-clock.ts';
import { isFull } from '../setup/suite.ts';
import { listIds, type Message, pickStates, syncThings } from './sync-things.ts';
import { createThingScript } from './thing-vendor.ts';

const SELECTED = { asset: 'full_refresh', finding: 'incremental', people: 'full_refresh' } as const;
const NAMES = Object.keys(SELECTED);

/** Messages at which the sync stops: all of them in the full suite. */
const STEP = isFull ? 1 : 5;

const isState = ({ type }: Message) => type === 'STATE';

describe('a sync that stops after any message', () => {
  test('resumes from the states before it without a gap', async () => {
    const vendor = await startSmallVendor(createThingScript());
    const whole = (await syncThings({ vendor, modes: SELECTED })).messages;
    for (let at = 0; at < whole.length; at += STEP) {
      const before = whole.slice(0, at);
      const { messages } = await syncThings({ vendor, modes: SELECTED, states: pickStates(before) });
      for (const name of NAMES)
        expect(new Set(listIds([...before, ...messages], name)), `${name}, stopped before message ${at}`).toEqual(
          new Set(listIds(whole, name)),
        );
    }
  });

  test('repeats no record of the stream that it was reading, if the message was a state', async () => {
    const vendor = await startSmallVendor(createThingScript());
    const whole = (await syncThings({ vendor, modes: SELECTED })).messages;
    let unfinished = 0;
    for (const [at, { state }] of whole.entries()) {
      if (!state?.stream.stream_state.run) continue;
      unfinished += 1;
      const before = whole.slice(0, at + 1);
      const { messages } = await syncThings({ vendor, modes: SELECTED, states: pickStates(before) });
      const { name } = state.stream.stream_descriptor;
      expect(listIds([...before, ...messages], name), `state ${at} of ${name}`).toEqual(listIds(whole, name));
    }
    expect(unfinished).toBeGreaterThan(6);
  });

  test('and streams that share their pages resume from the older of their states', async () => {
    const vendor = await startSmallVendor(createThingScript());
    const modes = { finding: 'incremental', note: 'incremental' } as const;
    const whole = (await syncThings({ vendor, modes })).messages;
    expect(whole.filter(isState).length).toBeGreaterThan(6);
    for (let at = 0; at < whole.length; at += STEP) {
      const before = whole.slice(0, at);
      const { messages } = await syncThings({ vendor, modes, states: pickStates(before) });
      for (const name of ['finding', 'note'])
        expect(new Set(listIds([...before, ...messages], name)), `${name}, stopped before message ${at}`).toEqual(
          new Set(listIds(whole, name)),
        );
    }
  });
});

test('streams that share their pages lose nothing if a client stored one of their states and not the other', async () => {
  const vendor = await startSmallVendor(createThingScript());
  const modes = { finding: 'incremental', note: 'incremental' } as const;
  const whole = (await syncThings({ vendor, modes })).messages;
  const [early, late] = [whole.slice(0, whole.length / 3), whole.slice(0, (whole.length * 2) / 3)];
  for (const [behind, ahead] of [
    ['note', 'finding'],
    ['finding', 'note'],
  ] as const) {
    const states = [...pickStates(early), ...pickStates(late)].filter(
      ({ stream }, at) => stream.stream_descriptor.name === (at < 2 ? behind : ahead),
    );
    expect(states).toHaveLength(2);
    const { messages } = await syncThings({ vendor, modes, states });
    expect(new Set([...listIds(early, behind), ...listIds(messages, behind)]), behind).toEqual(
      new Set(listIds(whole, behind)),
    );
  }
});

/** Reads findings up to a state in the middle of the second thing. */
async function stopInTheMiddle(script: Script = createThingScript()) {
  const vendor = await startSmallVendor(script);
  const { messages } = await syncThings({ vendor, modes: { finding: 'incremental' } });
  const half = messages.findIndex(
    ({ type }, at) => type === 'STATE' && listIds(messages.slice(0, at), 'finding').length === 6,
  );
  return { vendor, before: messages.slice(0, half + 1) };
}

const ALL = ['a', 'b', 'c'].flatMap((thing) => [0, 1, 2, 3].map((at) => `${thing}${at}`));

describe('an interrupted sync', () => {
  test('reads only what is left, and lists the parents again', async () => {
    const { vendor, before } = await stopInTheMiddle();
    vendor.asked.length = 0;
    const { messages } = await syncThings({ vendor, modes: { finding: 'incremental' }, states: pickStates(before) });
    expect(listIds(messages, 'finding')).toEqual(ALL.slice(6));
    expect(vendor.asked.map((target) => target.replace(/\?.*page=/, ' '))).toEqual([
      ...['/things 0', '/things 1'],
      ...['/things/b/parts 1', '/things/c/parts 0', '/things/c/parts 1'],
    ]);
  });

  test('reads the stream from its start if the list of parents changed', async () => {
    let things = ['a', 'b', 'c'];
    const { vendor, before } = await stopInTheMiddle((target, request) => createThingScript(things)(target, request));
    things = ['n', 'a', 'b'];
    const { messages } = await syncThings({ vendor, modes: { finding: 'incremental' }, states: pickStates(before) });
    expect(new Set(listIds(messages, 'finding'))).toEqual(
      new Set(['n', 'a', 'b'].flatMap((thing) => [0, 1, 2, 3].map((at) => `${thing}${at}`))),
    );
    expect(messages.map(({ log }) => log?.message).find(Boolean)).toContain('"parts" changed');
  });

  test.each([
    ['of other settings', { fingerprint: 'other' }],
    ['after a day', { clock: { ...createTickingClock(), now: () => Date.now() + 25 * 60 * 60 * 1000 } }],
  ])('starts over %s', async (_name, change) => {
    const { vendor, before } = await stopInTheMiddle();
    const { messages } = await syncThings({
      vendor,
      modes: { finding: 'incremental' },
      states: pickStates(before),
      ...change,
    });
    expect(listIds(messages, 'finding')).toEqual(ALL);
  });

  test('fails if the parents cannot be listed, and its state stays valid', async () => {
    let isDown = false;
    const { vendor, before } = await stopInTheMiddle((target, request) =>
      isDown ? { status: 403 } : createThingScript()(target, request),
    );
    const modes = { finding: 'incremental' } as const;
    isDown = true;
    const failed = await syncThings({ vendor, modes, states: pickStates(before) });
    expect(failed.isComplete).toBe(false);
    expect(failed.messages.filter(isState)).toEqual([]);
    isDown = false;
    const { messages } = await syncThings({ vendor, modes, states: pickStates(before) });
    expect(listIds(messages, 'finding')).toEqual(ALL.slice(6));
  });
});

describe('a completed sync', () => {
  test('continues an incremental stream from its cursors', async () => {
    const vendor = await startSmallVendor(createThingScript());
    const modes = { finding: 'incremental' } as const;
    const first = await syncThings({ vendor, modes });
    const second = await syncThings({ vendor, modes, states: pickStates(first.messages) });
    expect(listIds(first.messages, 'finding')).toEqual(ALL);
    expect(listIds(second.messages, 'finding')).toEqual(['a3', 'b3', 'c3']);
  });

  test('is repeated completely in a full refresh', async () => {
    const vendor = await startSmallVendor(createThingScript());
    const first = await syncThings({ vendor, modes: { finding: 'full_refresh' } });
    const second = await syncThings({
      vendor,
      modes: { finding: 'full_refresh' },
      states: pickStates(first.messages),
    });
    expect(listIds(second.messages, 'finding')).toEqual(ALL);
  });

  test('is read completely for a stream that shares its pages and has no state yet', async () => {
    const vendor = await startSmallVendor(createThingScript());
    const first = await syncThings({ vendor, modes: { finding: 'incremental' } });
    const modes = { finding: 'incremental', note: 'incremental' } as const;
    const second = await syncThings({ vendor, modes, states: pickStates(first.messages) });
    expect(listIds(second.messages, 'note')).toEqual(ALL);
  });

  test('counts in its states every record once', async () => {
    const vendor = await startSmallVendor(createThingScript());
    const { messages } = await syncThings({ vendor, modes: SELECTED });
    for (const name of NAMES) {
      const counts = messages.flatMap(({ state }) =>
        state?.stream.stream_descriptor.name === name ? [state.sourceStats.recordCount] : [],
      );
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(listIds(messages, name).length);
    }
  });
});
