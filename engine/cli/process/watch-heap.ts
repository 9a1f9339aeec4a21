import { writeSync } from 'node:fs';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { engineError } from '../../base/errors/index.ts';
import { exitCodeFor } from '../exit-code.ts';
import { formatError } from '../text/error-text.ts';

const CHECK_MS = 100;
/** Share of the heap limit that live data may use; more leaves too little memory to work. */
const MAX_SHARE = 0.75;
const MB = 1 << 20;
const STDERR = 2;

/** V8's heap limit includes the young generation, which is three times this flag; live data is in the old generation. */
const SEMI_SPACE = /--max[-_]semi[-_]space[-_]size=(\d+)/;
const DEFAULT_SEMI_SPACE = 64;

const flags = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].join(' ');
const YOUNG_GENERATION = 3 * MB * Number(SEMI_SPACE.exec(flags)?.[1] ?? DEFAULT_SEMI_SPACE);

/** Returns the bytes in use and the limit of the old generation. */
function readHeap(): { readonly used: number; readonly limit: number } {
  const { used_heap_size: used, heap_size_limit: whole } = getHeapStatistics();
  return { used, limit: whole > YOUNG_GENERATION ? whole - YOUNG_GENERATION : whole };
}

const usedShare = (): number => {
  const { used, limit } = readHeap();
  return used / limit;
};

/** Collects all garbage, so that the heap contains only live data. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

function endProcess(): never {
  const { used, limit } = readHeap();
  const error = engineError('OUT_OF_MEMORY', { used: Math.round(used / MB), limit: Math.round(limit / MB) });
  // Synchronous, because nothing else may run. Stores and state files survive a kill at any time.
  writeSync(
    STDERR,
    formatError(error, (_color, text) => text),
  );
  process.exit(exitCodeFor(error));
}

/** Ends the process with OUT_OF_MEMORY before V8 aborts it with a native stack trace. */
export function watchHeap(): void {
  const checkHeap = () => {
    if (usedShare() < MAX_SHARE) return;
    collectGarbage();
    if (usedShare() >= MAX_SHARE) endProcess();
  };
  setInterval(checkHeap, CHECK_MS).unref();
}
