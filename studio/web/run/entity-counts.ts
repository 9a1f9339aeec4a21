import type { RunReport } from '../api/types.generated.ts';

/** Counts of one entity of a run. */
export interface EntityCounts {
  readonly name: string;
  readonly title: string;
  readonly written: number;
  readonly rejected: number;
}

const TITLES: Readonly<Record<string, string>> = { asset: 'Assets', finding: 'Findings' };

export const isBuiltIn = (entity: string): boolean => Object.hasOwn(TITLES, entity);

/** Lists the entities of a report; assets and findings only if the connector produces them or nothing else. */
export function listEntityCounts({ entities }: Pick<RunReport, 'entities'>): readonly EntityCounts[] {
  const all = Object.entries(entities).map(([name, counts]) => ({ name, title: TITLES[name] ?? name, ...counts }));
  const isShown = ({ name, mapped, rejected }: (typeof all)[number]) => !isBuiltIn(name) || mapped + rejected > 0;
  return all.every(({ name }) => isBuiltIn(name)) ? all : all.filter(isShown);
}

/** Counts the rejects of all entities; 0 without a report. */
export const countRejected = (report: Pick<RunReport, 'entities'> | null | undefined): number =>
  Object.values(report?.entities ?? {}).reduce((sum, { rejected }) => sum + rejected, 0);
