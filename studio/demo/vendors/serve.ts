import { parseArgs } from 'node:util';
import { startVendors, type VendorsOptions } from './index.ts';

/**
 * Parses the options of `node studio/demo/vendors/serve.ts --seed 7 --findings 1000 [--applications 40] [--latency 100]
 * [--now 2026-01-15T12:00:00Z] [--no-gzip] [--odd]`, which prints one JSON line with the origins and the config of each
 * connector, and serves until it is stopped.
 */
const optionsOf = (argv: readonly string[]): VendorsOptions => {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: { seed: text, findings: text, applications: text, latency: text, now: text, 'no-gzip': flag, odd: flag },
  });
  return {
    seed: whole(values.seed ?? '1'),
    findings: whole(values.findings ?? '1000'),
    latencyMs: whole(values.latency ?? '0'),
    gzip: !values['no-gzip'],
    oddities: values.odd,
    ...(values.applications === undefined ? {} : { applications: whole(values.applications) }),
    ...(values.now === undefined ? {} : { now: Date.parse(values.now) }),
  };
};

const whole = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new Error(`Invalid number: ${text}. Use a whole number.`);
  return Number(text);
};

const { close, ...vendors } = await startVendors(optionsOf(process.argv.slice(2)));
const lines = Object.entries(vendors).map(([id, { origins, config }]) => [id, { origins, config }] as const);
console.log(JSON.stringify(Object.fromEntries(lines)));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close());
