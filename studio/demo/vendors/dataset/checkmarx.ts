import { type Environments, environments } from './checkmarx-environments.ts';
import { type Results, results } from './checkmarx-results.ts';
import { type Scans, scans } from './checkmarx-scans.ts';
import { spread } from './layout.ts';
import { type DatasetOptions, parentsOf } from './list.ts';
import { draw, rootOf } from './prng.ts';

/** Dynamic scan data of a Checkmarx One tenant. */
export interface CheckmarxDataset {
  readonly options: DatasetOptions;
  readonly environments: Environments;
  readonly scans: Scans;
  readonly results: Results;
  /** Adds a finished scan to an environment, in which the first result is removed and one is new. */
  touch(environment: number, at: number): void;
}

/** Creates a tenant; equal options give equal data. Every fifth environment has no current finding, for varying reasons. */
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
