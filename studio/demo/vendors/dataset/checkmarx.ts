import { type Environments, environments } from './checkmarx-environments.ts';
import { type Results, results } from './checkmarx-results.ts';
import { type Scans, scans } from './checkmarx-scans.ts';
import { spread } from './layout.ts';
import { type DatasetOptions, parentsOf } from './list.ts';
import { draw, rootOf } from './prng.ts';

/** All that a Checkmarx One tenant holds about dynamic scans. */
export interface CheckmarxDataset {
  readonly options: DatasetOptions;
  readonly environments: Environments;
  readonly scans: Scans;
  readonly results: Results;
  /** Adds a newest finished scan to an environment: its first result is gone, one is new. */
  touch(environment: number, at: number): void;
}

/** A tenant: the same for the same options. Every fifth environment has no current finding, each for a reason of its own. */
export const checkmarxDataset = (options: DatasetOptions): CheckmarxDataset => {
  const root = rootOf(options.seed, 'checkmarx');
  const layout = spread(options.findings, parentsOf(options), (e) =>
    e % 5 === 3 ? 0 : 1 + (draw(root, e) % 9) * (e % 4 === 0 ? 4 : 1),
  );
  const scanned = scans(options, layout);
  const listed = environments(options, layout.parents, scanned);
  return {
    options,
    environments: listed,
    scans: scanned,
    results: results(options, layout, listed),
    touch: scanned.add,
  };
};
