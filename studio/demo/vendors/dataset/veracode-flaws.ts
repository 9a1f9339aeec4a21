import { firstWhere, type Layout, shuffle, spread, unevenWeight, withRepeats } from './layout.ts';
import { applicationHost, FLAWS, type Flaw, PARAMETERS, PATHS, SOURCES } from './lexicon.ts';
import { type DatasetOptions, type Items, isOdd, items } from './list.ts';
import { draw, pick, rootOf } from './prng.ts';
import { DAY, HOUR, timeline } from './timeline.ts';
import type { Applications } from './veracode-applications.ts';
import { type FindingState, ODD_STATE, STATES } from './veracode-status.ts';

export type FlawType = 'STATIC' | 'DYNAMIC';

/** Flaws of one scan type, per application for findings v2 and by time of change for reports. */
export interface Flaws {
  readonly layout: Layout;
  /** Returns the findings v2 of one application. */
  findings(application: number): Items;
  /** Returns the report rows that changed within [from, to] in ascending order, with times formatted by `format`. */
  rows(from: number, to: number, format: (instant: number) => string): Items;
  /** Changes one flaw; `at` must be later than every other change. */
  touch(application: number, index: number, at: number): void;
}

/** Properties of one flaw, independent of the endpoint that serves it. */
interface Fact {
  readonly random: number;
  readonly application: number;
  readonly local: number;
  readonly kind: number;
  readonly severity: number;
  readonly state: FindingState;
  readonly found: number;
  readonly last: number;
  readonly updated: number;
  readonly odd: boolean;
}

const REPEAT_EVERY = 400;
const HUGE = 9_007_199_254_741_000n;

/** Creates the static or dynamic flaws of all applications. */
export const flaws = (options: DatasetOptions, type: FlawType, apps: Applications): Flaws => {
  const root = rootOf(options.seed, `veracode ${type}`);
  const layout = spread(options.findings, apps.count, (app) =>
    type === 'DYNAMIC' && !apps.isScanned(app) ? 0 : unevenWeight(root, app),
  );
  const order = shuffle(layout.total, root);
  const changes = timeline(options.now, layout.total, root);
  const repeats = withRepeats(layout.total, REPEAT_EVERY);
  const touched = new Map<number, number>();
  const write = writerOf(options, type, apps);

  const fact = (flaw: number, application = layout.parentOf(flaw)): Fact => {
    const random = draw(root, flaw);
    const again = touched.get(flaw);
    const updated = again ?? changes.instantOf(order.from(flaw));
    const odd = isOdd(options, flaw);
    const kind = random % FLAWS.length;
    const turn = (random >>> 10) + (again === undefined ? 0 : 1);
    const state = odd ? ODD_STATE : pick(STATES, turn);
    const last = updated - (random % (6 * HOUR));
    return {
      random,
      application,
      local: flaw - layout.start(application),
      kind,
      severity: (random >>> 20) % 3 === 0 ? (random >>> 22) % 6 : pick(FLAWS, kind).severity,
      state,
      found: state.isNew ? last : updated - 8 * HOUR - (random % (200 * 24)) * HOUR - (random % 3_599_999),
      last,
      updated,
      odd,
    };
  };

  return {
    layout,
    findings: (application) =>
      items(layout.count(application), (local) => write.finding(fact(layout.start(application) + local, application))),
    rows: (from, to, format) => {
      const low = firstWhere(0, layout.total, (unit) => changes.instantOf(unit) >= from);
      const high = firstWhere(low, layout.total, (unit) => changes.instantOf(unit) > to);
      const first = repeats.positionOf(low);
      const position = (at: number): string =>
        write.row(fact(order.to(repeats.unitOf(first + at))), format, repeats.isRepeat(first + at));
      const count = repeats.positionOf(high) - first;
      return touched.size === 0 ? items(count, position) : withTouched(count, { first, from, to, format, position });
    },
    touch: (application, index, at) => {
      const flaw = layout.start(application) + index;
      touched.delete(flaw);
      touched.set(flaw, at);
    },
  };

  function withTouched(count: number, range: TouchedRange): Items {
    const { first, from, to, format, position } = range;
    const unchanged = Array.from({ length: count }, (_, at) => at).filter(
      (at) => !touched.has(order.to(repeats.unitOf(first + at))),
    );
    const changed = [...touched].filter(([, at]) => at >= from && at <= to).map(([flaw]) => flaw);
    return items(unchanged.length + changed.length, (at) =>
      at < unchanged.length
        ? position(unchanged[at] ?? 0)
        : write.row(fact(changed[at - unchanged.length] ?? 0), format, false),
    );
  }
};

interface TouchedRange {
  readonly first: number;
  readonly from: number;
  readonly to: number;
  readonly format: (instant: number) => string;
  position(at: number): string;
}

interface Writer {
  finding(fact: Fact): string;
  row(fact: Fact, format: (instant: number) => string, repeat: boolean): string;
}

const FILLER =
  'The scanner traced a value from its source to its use. Other call paths may lead to the same statement, so review every caller as well as this one.';

const markup = (flaw: Flaw, extra: string): string =>
  `<span>${flaw.about.replaceAll('&', '&amp;')} ${extra}${FILLER}</span> <span>${flaw.advice}</span> <span>References: <a href="https://cwe.mitre.org/data/definitions/${flaw.cwe}.html">CWE</a> <a href="https://owasp.org/">OWASP</a></span>`;

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

const quoted = (value: string | null): string => JSON.stringify(value);

const EXTRAS = [
  '',
  'Found as &lt;script&gt;alert(1)&lt;/script&gt; in the page. ',
  'Written as &amp;lt; by the template\u200b engine. ',
  'The caf\u00e9 &#233;tage &copy; page. ',
];

const staticTexts = FLAWS.map((flaw) => EXTRAS.map((extra) => quoted(markup(flaw, extra))));
const dynamicTexts = FLAWS.map((flaw) =>
  EXTRAS.map((extra, i) => quoted(i === 1 ? markup(flaw, extra) : base64(`<p>${markup(flaw, extra)}</p>`))),
);
const reportTexts = FLAWS.map((flaw) => quoted(`${flaw.about} ${flaw.advice}`));

const detailsOf = (flaw: Flaw): string => {
  const cwe =
    flaw.cwe === 0
      ? ''
      : `"cwe":{"id":${flaw.cwe},"name":${quoted(flaw.cweName)},"href":"https://api.veracode.com/appsec/v1/cwes/${flaw.cwe}"},`;
  return `${cwe}"finding_category":{"id":${flaw.category},"name":${quoted(flaw.name)},"href":"https://api.veracode.com/appsec/v1/categories/${flaw.category}"}`;
};

const details = FLAWS.map(detailsOf);

const writerOf = (options: DatasetOptions, type: FlawType, apps: Applications): Writer => {
  const isStatic = type === 'STATIC';
  const texts = isStatic ? staticTexts : dynamicTexts;
  const issueId = (fact: Fact): number => fact.local * 3 + (fact.random % 3) + 1;
  const findingId = (fact: Fact): string =>
    options.hugeIds ? String(HUGE + BigInt(fact.local)) : String(100_000 + issueId(fact));
  const location = isStatic ? staticLocation : dynamicLocation;

  return {
    finding: (fact) => {
      const { random, kind } = fact;
      const description =
        random % 37 === 0 ? (random % 2 === 0 ? 'null' : '""') : texts[kind]?.[(random >>> 4) % EXTRAS.length];
      return (
        `{"issue_id":${issueId(fact)},"scan_type":"${type}","description":${description},"count":1,"context_type":"APPLICATION",` +
        `"context_guid":"${apps.at(fact.application).guid}","violates_policy":${fact.severity > 2},"build_id":${30_000_000 + fact.application},` +
        `"finding_status":{"first_found_date":"${iso(fact.found)}","last_seen_date":"${iso(fact.last)}",${fact.state.json}},` +
        `"finding_details":{"severity":${fact.severity},${details[kind]},${location(fact)}}}`
      );
    },
    row: (fact, format, repeat) => {
      const { random, kind, odd } = fact;
      const app = apps.at(fact.application);
      const { name, cwe } = pick(FLAWS, kind);
      const status = odd && random % 2 === 0 ? 'Suspended' : fact.state.closed ? 'Closed' : 'Open';
      // Rows that must be rejected have an unknown status or an unlisted application.
      const appId = odd && random % 2 === 1 ? '999' : app.id;
      const file = isStatic && random % 29 !== 0 ? quoted(baseName(pick(SOURCES, random >>> 6))) : 'null';
      return (
        `{"app_id":${appId},"app_name":${quoted(app.name)},"finding_id":${findingId(fact)},"flaw_id":${issueId(fact)},"component_id":null,` +
        `"flaw_name":${quoted(name)},"cwe_id":${cwe === 0 ? (random % 2 === 0 ? 'null' : '0') : cwe},"cve_id":null,"severity":${fact.severity},"custom_severity_name":null,` +
        `"status":"${status}","resolution":"${fact.state.resolution}","resolution_status":"${fact.state.resolutionStatus}","scan_type":"${isStatic ? 'Static Analysis' : 'Dynamic Analysis'}","found_date":"${format(fact.found)}",` +
        `"last_found_date":"${format(repeat ? fact.last - DAY : fact.last)}","last_updated_date":"${format(fact.updated)}",` +
        `"fixed_date":${fact.state.closed && random % 5 !== 0 ? `"${format(fact.updated)}"` : 'null'},"filename":${file},` +
        `"module_name":${isStatic ? '"shop.war"' : 'null'},"component_name":null,"business_unit":${quoted(app.unit)},"business_criticality":"${app.criticality}",` +
        `"team_name":${repeat ? '"blue-team"' : '"red-team"'},"description":${random % 31 === 0 ? 'null' : reportTexts[kind]}}`
      );
    },
  };
};

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const staticLocation = ({ random }: Fact): string => {
  const path = pick(SOURCES, random >>> 6);
  const file = random % 41 === 0 ? 'null' : `"${path}"`;
  const line = random % 43 === 0 ? 0 : ((random >>> 3) % 2400) + 1;
  return `"file_path":${file},"file_name":"${baseName(path)}","file_line_number":${line},"module":"shop.war","procedure":"lambda_${random % 9}","relative_location":${random % 100},"exploitability":${(random % 5) - 2},"attack_vector":"page.html"`;
};

const dynamicLocation = ({ random, application }: Fact): string => {
  const host = applicationHost(application);
  const path = pick(PATHS, random >>> 6);
  const port = random % 47 === 0 ? 'null' : random % 2 === 0 ? '"443"' : '8443';
  const parameter = random % 3 === 0 ? 'null' : quoted(pick(PARAMETERS, random >>> 9));
  return `"hostname":"${host}","path":"${path}","port":${port},"plugin":"Scanner","discovered_by_vsa":0,"vulnerable_parameter":${parameter},"attack_vector":"request","url":"https://${host}${path}?page=${random % 9}&x=%20%C3%BC"`;
};

const iso = (instant: number): string => new Date(instant).toISOString();
