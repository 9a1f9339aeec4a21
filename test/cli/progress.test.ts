import { describe, expect, test } from 'vitest';
import type { ProgressSnapshot } from '../../engine/cli/commands/run/progress/index.ts';
import { createLineDisplay } from '../../engine/cli/commands/run/progress/lines.ts';
import { createLiveDisplay } from '../../engine/cli/commands/run/progress/live.ts';
import type { Terminal } from '../../engine/cli/terminal.ts';
import { createRunCounters, type RunCounters, streamCounters } from '../../engine/pipeline/run/run-counters.ts';

const BEGIN = Date.parse('2025-01-01T00:00:00Z');

/** Terminal that captures its messages. */
function captured(columns = 80): { terminal: Terminal; events: string[] } {
  const events: string[] = [];
  const asIs = (_format: unknown, text: string) => text;
  const terminal: Terminal = {
    env: {},
    openProtocol: () => ({ input: process.stdin, output: process.stdout }),
    readInput: async () => '',
    canAsk: () => false,
    print: async () => undefined,
    tell: (text) => void events.push(text),
    learn: () => undefined,
    paint: { out: asIs, err: asIs },
    isLive: true,
    columns: () => columns,
  };
  return { terminal, events };
}

const at = (counters: RunCounters, elapsedMs: number): ProgressSnapshot => ({
  counters,
  now: BEGIN + elapsedMs,
  elapsedMs,
});

function read(counters: RunCounters, stream: string, items: number): void {
  const counts = streamCounters(counters, stream);
  counts.pages += 1;
  counts.items += items;
  counters.current = stream;
}

describe('plain lines', () => {
  test('report the start and end of a stream, and its progress at most every five seconds', () => {
    const { terminal, events } = captured();
    const display = createLineDisplay(terminal);
    const counters = createRunCounters();
    for (let second = 1; second <= 12; second += 1) {
      read(counters, second < 11 ? 'apps' : 'issues', 1000);
      counters.entities.asset.written += 500;
      display.show(at(counters, second * 1000));
    }
    display.end(at(counters, 12_000));
    expect(events).toEqual([
      'apps: reading\n',
      'apps: 5 pages, 5,000 items\n',
      '2,500 records, 500/s, 5 s\n',
      'apps: 10 pages, 10,000 items\n',
      '5,000 records, 500/s, 10 s\n',
      'apps: done, 10 pages, 10,000 items\n',
      'issues: reading\n',
      'issues: done, 2 pages, 2,000 items\n',
    ]);
  });

  test('report the reason of a wait', () => {
    const { terminal, events } = captured();
    const counters = createRunCounters();
    read(counters, 'apps', 1);
    counters.waiting.set('apps', { until: BEGIN + 65_000, why: 'the rate limit' });
    createLineDisplay(terminal).show(at(counters, 5000));
    expect(events).toContain('apps: 1 page, 1 item, waiting 60 s for the rate limit\n');
  });
});

describe('the live display', () => {
  test('clears its lines on redraw and at the end', () => {
    const { terminal, events } = captured();
    const display = createLiveDisplay(terminal);
    const counters = createRunCounters();
    display.show(at(counters, 100));
    read(counters, 'apps', 3);
    display.show(at(counters, 200));
    display.end(at(counters, 300));
    const [first = '', second = '', last] = events;
    expect(first).toContain('connecting');
    expect(second.startsWith('\r\x1b[1A\x1b[J')).toBe(true);
    expect(second).toContain('apps  1 page, 3 items');
    expect(last).toBe('\r\x1b[2A\x1b[J');
  });

  test('truncates lines to the width of the terminal', () => {
    const { terminal, events } = captured(20);
    const counters = createRunCounters();
    read(counters, 'a-stream-with-quite-a-long-name', 3);
    createLiveDisplay(terminal).show(at(counters, 100));
    const lines = (events[0] ?? '').split('\x1b[J')[1]?.split('\n') ?? [];
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(20);
  });

  test('escapes control characters', () => {
    const { terminal, events } = captured();
    const counters = createRunCounters();
    read(counters, 'evil\x1b[2J', 3);
    createLiveDisplay(terminal).show(at(counters, 100));
    expect(events.join('')).not.toContain('\x1b[2J');
  });
});
