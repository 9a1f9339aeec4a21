import { type AppScanApplications, appScanApplications } from './appscan-applications.ts';
import { type AppScanIssues, appScanIssues } from './appscan-issues.ts';
import { spread, unevenWeight } from './layout.ts';
import { type DatasetOptions, parentsOf } from './list.ts';
import { rootOf } from './prng.ts';

/** Data of an AppScan on Cloud organization. */
export interface AppScanDataset {
  readonly options: DatasetOptions;
  readonly applications: AppScanApplications;
  readonly issues: AppScanIssues;
}

/** Creates an organization; equal options give equal data. */
export const appScanDataset = (options: DatasetOptions): AppScanDataset => {
  const root = rootOf(options.seed, 'appscan');
  const applications = appScanApplications(options, parentsOf(options));
  const layout = spread(options.findings, applications.count, (app) =>
    applications.technologies(app).includes('DAST') ? unevenWeight(root, app) : 0,
  );
  return { options, applications, issues: appScanIssues(options, layout, applications) };
};
