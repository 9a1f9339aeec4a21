import { createWarning } from '../../base/errors/index.ts';
import type { RunReport, Warning } from '../../base/report/report.generated.ts';
import { isBuiltIn } from '../../manifest/index.ts';

/** Returns a warning per entity whose records a format for assets and findings does not contain. */
export const listOmitted = ({ entities }: RunReport, format: string): Warning[] =>
  Object.entries(entities ?? {})
    .filter(([entity, { written }]) => !isBuiltIn(entity) && written > 0)
    .map(([entity, { written: count }]) => createWarning('ENTITY_OMITTED', { entity, count, format }));
