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

interface InventoryCounts {
  readonly assets: number;
  readonly findings: number;
  readonly records: number;
}

/** Formats the rows of an inventory: `3 assets and 5 findings`, `3 assets, 5 findings and 7 other records`. */
export function formatInventory({ assets, findings, records }: InventoryCounts): string {
  const builtIn = [formatCount(assets, 'asset'), formatCount(findings, 'finding')];
  return records === 0 ? builtIn.join(' and ') : `${builtIn.join(', ')} and ${formatCount(records, 'other record')}`;
}
