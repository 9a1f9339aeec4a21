import type { RunReport } from '../../base/report/report.generated.ts';
import { isBuiltIn } from '../../manifest/index.ts';

/** Formats a number with its noun. */
export const formatCount = (value: number, noun: string): string => `${value} ${noun}${value === 1 ? '' : 's'}`;

const listCounts = (entities: RunReport['entities'], builtIn: boolean) =>
  Object.entries(entities).filter(([name]) => isBuiltIn(name) === builtIn);

/** Formats the written records of each entity: `3 assets, 5 findings, user: 7`. */
export function formatEntityCounts(entities: RunReport['entities']): string {
  const others = listCounts(entities, false);
  const builtIn = listCounts(entities, true).filter(([, { written }]) => others.length === 0 || written > 0);
  return [
    ...builtIn.map(([name, { written }]) => formatCount(written, name)),
    ...others.map(([name, { written }]) => `${name}: ${written}`),
  ].join(', ');
}
