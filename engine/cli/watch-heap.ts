import { writeSync } from 'node:fs';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { engineError } from '../base/errors/index.ts';
import { formatError } from './error-text.ts';
import { exitCodeFor } from './exit-code.ts';

const EVERY_MS = 100;
/** Share of the heap's limit above which live data leave no room to work in. */
const FULL = 0.75;
const MB = 1 << 20;
const STDERR = 2;

/** V8 counts its young generation, three times this flag, to the limit; live data move to the old one. */
const SEMI_SPACE = /--max[-_]semi[-_]space[-_]size=(\d+)/;
const DEFAULT_SEMI_SPACE = 64;

const flags = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].join(' ');
const YOUNG = 3 * MB * Number(SEMI_SPACE.exec(flags)?.[1] ?? DEFAULT_SEMI_SPACE);

/** Bytes in use, and how many may be. */
function heap(): { readonly used: number; readonly limit: number } {
  const { used_heap_size: used, heap_size_limit: whole } = getHeapStatistics();
  return { used, limit: whole > YOUNG ? whole - YOUNG : whole };
}

const usedShare = (): number => {
  const { used, limit } = heap();
  return used / limit;
};

/** Collects all garbage: only what is left afterwards is in use. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

function endProcess(): never {
  const { used, limit } = heap();
  const error = engineError('OUT_OF_MEMORY', { used: Math.round(used / MB), limit: Math.round(limit / MB) });
  // Written at once, as nothing else may run: stores and states are safe against a kill at any time.
  writeSync(
    STDERR,
    formatError(error, (_color, text) => text),
  );
  process.exit(exitCodeFor(error));
}

/** Ends the program with OUT_OF_MEMORY while there is memory left to say so; V8 would abort with a native stack. */
export function watchHeap(): void {
  const look = () => {
    if (usedShare() < FULL) return;
    collectGarbage();
    if (usedShare() >= FULL) endProcess();
  };
  setInterval(look, EVERY_MS).unref();
}
