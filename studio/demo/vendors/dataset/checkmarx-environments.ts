import { micros, type Scans } from './checkmarx-scans.ts';
import { applicationHost, applicationName, PEOPLE, TAGS } from './lexicon.ts';
import { type DatasetOptions, type Items, items } from './list.ts';
import { draw, pick, rootOf, uuid } from './prng.ts';
import { DAY, HISTORY_MONTHS, monthsBefore } from './timeline.ts';

/** Environments in order of creation. */
export interface Environments extends Items {
  indexOf(id: string): number | undefined;
  idOf(index: number): string;
  host(index: number): string;
}

/** Creates environments; in every fourth one, arrays are null. */
export const environments = (options: DatasetOptions, count: number, scans: Scans): Environments => {
  const root = rootOf(options.seed, 'checkmarx environment body');
  const byId = new Map(Array.from({ length: count }, (_, index) => [scans.environmentId(index), index]));
  const start = monthsBefore(options.now, HISTORY_MONTHS);
  const step = (options.now - DAY - start) / Math.max(1, count);
  return {
    ...items(count, (index) => JSON.stringify(body(index))),
    indexOf: (id) => byId.get(id),
    idOf: scans.environmentId,
    host: applicationHost,
  };

  function body(index: number): object {
    const random = draw(root, index);
    const last = scans.of(index)[0];
    const list = <T>(values: T[]): T[] | null => (index % 4 === 2 ? null : values);
    return {
      environmentId: scans.environmentId(index),
      tunnelId: '',
      created: micros(start + index * step, random),
      creator: index % 6 === 1 ? '' : pick(PEOPLE, random).email,
      domain: applicationName(index),
      url: index % 13 === 6 ? '' : `https://${applicationHost(index)}${index % 3 === 0 ? '/' : ''}`,
      scanType: index % 5 === 2 ? 'DASTAPI' : 'DAST',
      projectIds: list([]),
      tags: list(index % 3 === 0 ? [] : [pick(TAGS, random), pick(TAGS, random + 2)]),
      groups: list([]),
      applications: list([{ applicationId: uuid(random), isPrimary: true }]),
      riskLevel: { criticalCount: 0, highCount: 1, mediumCount: 1, lowCount: 0, infoCount: 1 },
      riskRating: last?.hasResults ? 'High risk' : 'No risk',
      alertRiskLevel: { CriticalCount: 0, highCount: 1, mediumCount: 1, lowCount: 0, infoCount: 1 },
      lastAlertRiskRating: 'High risk',
      lastScanID: last?.id ?? '',
      lastScanTime: last?.updated ?? '',
      lastStatus: last?.status ?? '',
      lastCorrelationStatus: '',
      authSuccess: true,
      isPublic: true,
      authMethod: '',
      lastAuthUUID: '',
      lastAuthSuccess: false,
      settings: {},
      hasReport: last !== undefined,
      hasAuth: false,
      tunnelState: 'no_tunnel',
      scanConfig: {},
    };
  }
};
