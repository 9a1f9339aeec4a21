import { parseExact } from '../../../engine/base/json/index.ts';
import type { MapSpec } from '../../../engine/pipeline/map/index.ts';
import { appScanDataset } from '../../../studio/demo/vendors/dataset/appscan.ts';
import { checkmarxDataset } from '../../../studio/demo/vendors/dataset/checkmarx.ts';
import type { Items } from '../../../studio/demo/vendors/dataset/list.ts';
import { veracodeDataset } from '../../../studio/demo/vendors/dataset/veracode.ts';
import { zoneText } from '../../../studio/demo/vendors/dataset/zone-text.ts';
import { readManifestFile, readSchema } from '../../manifests/connectors.ts';
import { wideItem, wideSpec } from './wide.ts';

/** Item with the variables of its mapping. */
export interface Unit {
  readonly item: Record<string, unknown>;
  readonly scope: Record<string, unknown>;
}

/** Map and the items to measure it with. */
export interface Subject {
  readonly name: string;
  readonly spec: MapSpec;
  readonly units: readonly Unit[];
  /** JSON of the items, to measure the cost of parsing. */
  readonly texts: readonly string[];
}

export const ZONE = 'America/New_York';

const UNITS = 1_500;
const options = { seed: 11, findings: 6_000, applications: 40, now: Date.parse('2026-01-15T12:00:00Z') };

const loadSpec = (id: string, name: string): MapSpec => {
  const { maps, enums, about } = readManifestFile(id);
  const map = maps[name];
  if (map === undefined) throw new Error(`${id} has no map ${name}`);
  const fields = JSON.parse(JSON.stringify(map.fields).replaceAll('{{settings.report_time_zone}}', ZONE));
  const constants = { vendorProductName: about.vendorProductName };
  const where = map.where === undefined ? {} : { where: map.where };
  return { entity: map.to, schema: readSchema(map.to), fields, enums: enums ?? {}, constants, ...where };
};

const asItem = (text: string) => parseExact(text) as Record<string, unknown>;

interface Source {
  readonly text: string;
  readonly scope: Record<string, unknown>;
}

const subject = (name: string, spec: MapSpec, sources: readonly Source[]): Subject => {
  const some = sources.slice(0, UNITS);
  const units = some.map(({ text, scope }) => ({ item: asItem(text), scope: { settings: {}, ...scope } }));
  return { name, spec, units, texts: some.map(({ text }) => text) };
};

const loadSources = (list: Items, scope: Record<string, unknown>): Source[] =>
  Array.from({ length: list.count }, (_, at) => ({ text: list.json(at), scope }));

const veracode = (): Subject[] => {
  const dataset = veracodeDataset(options);
  const applications = Array.from({ length: dataset.applications.count }, (_, at) =>
    asItem(dataset.applications.json(at)),
  );
  const byId = new Map(applications.map((one) => [String(one['id']), one]));
  const rows = (flaws: typeof dataset.static): Source[] => {
    const list = flaws.rows(0, Number.POSITIVE_INFINITY, zoneText(ZONE, options.now).format);
    return loadSources(list, {}).flatMap(({ text }) => {
      const application = byId.get(String(asItem(text)['app_id']));
      return application ? [{ text, scope: { application } }] : [];
    });
  };
  const each = (of: (at: number) => Items) =>
    applications.flatMap((application, at) => loadSources(of(at), { application }));
  return [
    subject('veracode-sast, report', loadSpec('veracode-sast', 'finding'), rows(dataset.static)),
    subject('veracode-dast, report', loadSpec('veracode-dast', 'finding'), rows(dataset.dynamic)),
    subject(
      'veracode-dast, findings',
      loadSpec('veracode-dast', 'findingOfApplication'),
      each((at) => dataset.dynamic.findings(at)),
    ),
    subject(
      'veracode-sca',
      loadSpec('veracode-sca', 'finding'),
      each((at) => dataset.sca.findings(at)),
    ),
  ];
};

const checkmarx = (): Subject => {
  const { environments, scans, results } = checkmarxDataset(options);
  const sources = Array.from({ length: environments.count }, (_, at) => {
    const environment = asItem(environments.json(at));
    return scans
      .of(at)
      .flatMap((scan) => loadSources(results.of(scan), { environment, scan: { ...scan, updateTime: scan.updated } }));
  });
  return subject('checkmarx-one-dast', loadSpec('checkmarx-one-dast', 'finding'), sources.flat());
};

const appScan = (): Subject => {
  const dataset = appScanDataset(options);
  const sources = Array.from({ length: dataset.applications.count }, (_, at) =>
    loadSources(dataset.issues.of(at), { application: asItem(dataset.applications.json(at)) }),
  );
  return subject('hcl-appscan-dast', loadSpec('hcl-appscan-dast', 'finding'), sources.flat());
};

const wide = (): Subject => {
  const sources = Array.from({ length: UNITS }, (_, at) => ({ text: JSON.stringify(wideItem(at)), scope: {} }));
  return subject('wide and nested', wideSpec, sources);
};

/** Finding maps of the five connectors, and one that is wider and deeper than all of them. */
export const createSubjects = (): Subject[] => [...veracode(), checkmarx(), appScan(), wide()];
