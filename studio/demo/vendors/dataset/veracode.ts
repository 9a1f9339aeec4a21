import { type DatasetOptions, parentsOf } from './list.ts';
import { type Applications, applications } from './veracode-applications.ts';
import { type Flaws, flaws } from './veracode-flaws.ts';
import { type ComponentFindings, componentFindings } from './veracode-sca.ts';

/** Data of a Veracode account. */
export interface VeracodeDataset {
  readonly options: DatasetOptions;
  readonly applications: Applications;
  readonly static: Flaws;
  readonly dynamic: Flaws;
  readonly sca: ComponentFindings;
}

/** Creates a Veracode account; equal options give equal data. */
export const veracodeDataset = (options: DatasetOptions): VeracodeDataset => {
  const apps = applications(options, parentsOf(options));
  return {
    options,
    applications: apps,
    static: flaws(options, 'STATIC', apps),
    dynamic: flaws(options, 'DYNAMIC', apps),
    sca: componentFindings(options, apps),
  };
};
