import { engineError } from '../base/errors/index.ts';
import type { OptionName } from './options.ts';

interface IntervalOption<Unit extends string> {
  readonly option: OptionName;
  readonly text: string;
  /** Allowed units, in the plural. */
  readonly units: readonly Unit[];
}

/** Parses an interval such as `6 hours`, `1 day` or `30m`: a number and a prefix of a unit. Throws USAGE. */
export function parseInterval<Unit extends string>({ option, text, units }: IntervalOption<Unit>) {
  const [, count, unitPrefix = ''] = /^\s*(\d{1,4})\s*([a-z]+)\s*$/i.exec(text) ?? [];
  const lower = unitPrefix.toLowerCase();
  // "m" means minutes; months need at least "mo".
  const unit = lower === '' ? undefined : units.find((one) => one.startsWith(lower));
  if (count !== undefined && unit !== undefined) return { every: Number(count), unit };
  throw engineError('USAGE', {
    problem: `invalid --${option} "${text}": use a number and a unit (${units.join(', ')}), such as "6 ${units[1] ?? units[0]}"`,
  });
}
