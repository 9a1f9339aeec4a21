// Compares compiled expressions with the JSONata interpreter over a million random programs:
// `npm run soak -- expressions [count [first seed]]`. Takes minutes per 100,000; exits with 1 after ten differences.
import { compareCase, createCase, type Verdict } from '../language/expression/law/compare.ts';

const MILLION = 1_000_000;
const MOST_SHOWN = 10;
const REPORT_EVERY = 50_000;

const count = Number(process.argv[2] ?? MILLION);
const first = Number(process.argv[3] ?? 1);

const tally: Record<Verdict['kind'], number> = { same: 0, unparsed: 0, static: 0, replayed: 0, unlike: 0 };

for (let seed = first; seed < first + count && tally.unlike < MOST_SHOWN; seed += 1) {
  const one = createCase(seed);
  const verdict = await compareCase(one);
  tally[verdict.kind] += 1;
  if (verdict.kind === 'unlike') {
    console.log(
      `${seed}: ${one.source}\n  input ${JSON.stringify(one.input)}\n  bindings ${JSON.stringify(one.bindings)}`,
    );
    console.log(`  jsonata ${verdict.interpreted}\n  mine  ${verdict.compiled}`);
  }
  if ((seed - first + 1) % REPORT_EVERY === 0) console.log(seed - first + 1, JSON.stringify(tally));
}

console.log(JSON.stringify(tally));
process.exitCode = tally.unlike > 0 ? 1 : 0;
