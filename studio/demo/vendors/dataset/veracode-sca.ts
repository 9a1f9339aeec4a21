import { type Layout, spread, unevenWeight, withRepeats } from './layout.ts';
import { COMPONENTS } from './lexicon.ts';
import { type DatasetOptions, type Items, isOdd, items } from './list.ts';
import { draw, mix, pick, rootOf, uuid } from './prng.ts';
import { DAY, HOUR } from './timeline.ts';
import type { Applications } from './veracode-applications.ts';
import { ODD_STATE, STATES } from './veracode-status.ts';

/** Component findings of an account. */
export interface ComponentFindings {
  readonly layout: Layout;
  findings(application: number): Items;
  /** Changes one component finding; `at` becomes its last time seen. */
  touch(application: number, index: number, at: number): void;
}

/** Content of an advisory without its id. */
interface Advisory {
  readonly description: string;
  readonly cwe: string;
  readonly score: string;
  readonly exploited: boolean;
}

const REPEAT_EVERY = 60;
const ZERO_WIDTH = '\u200b';

const advisory = (text: string, cwe: number, cvss: [v2: number, v3: number, vector: string]): Advisory => {
  const [v2, v3, vector] = cvss;
  const word = v3 >= 9 ? 'Critical' : v3 >= 7 ? 'High' : v3 >= 4 ? 'Medium' : 'Low';
  const score3 = v3 === 0 ? '' : `,"cvss3":{"score":${v3},"severity":"${word}","vector":${JSON.stringify(vector)}}`;
  return {
    description: JSON.stringify(text),
    cwe:
      cwe === 0
        ? ''
        : `"cwe":{"id":${cwe},"name":"Weakness ${cwe}","href":"https://api.veracode.com/appsec/v1/cwes/${cwe}"},`,
    score: `"cvss":${v2},"severity":"High","vector":${JSON.stringify(`AV:N/AC:M/Au:N/C:N/I:N/${ZERO_WIDTH}A:C`)}${score3}`,
    exploited: v3 >= 9,
  };
};

const ADVISORIES: readonly Advisory[] = [
  advisory(
    'The parser is vulnerable to denial of service (DoS): a nested list exhausts memory. Versions < 2.5.14 and > 1.0 are affected.',
    400,
    [7.1, 7.5, 'AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H'],
  ),
  advisory('A crafted archive writes files outside its target folder.', 22, [
    6.4,
    8.1,
    `AV:N/AC:L/${ZERO_WIDTH}PR:N/UI:R/S:U/C:H/I:H/A:N`,
  ]),
  advisory('Log messages can load code from another host. Update immediately.', 917, [
    10,
    10,
    'AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
  ]),
  advisory('Temporary files are readable by other users\u200b of the machine & their groups.', 552, [
    2.1,
    3.3,
    'AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N\u200b',
  ]),
  advisory('Secrets are not compared in constant time.', 0, [4.3, 5.9, 'AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N']),
  advisory('Prototype pollution: keys such as "__proto__" are copied.', 1321, [
    7.5,
    9.8,
    'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  ]),
  advisory('An old issue without a current score.', 20, [5, 0, '']),
];

/** Creates component findings. A CVE may affect several components and vice versa; some ids are not CVEs. */
export const componentFindings = (options: DatasetOptions, apps: Applications): ComponentFindings => {
  const root = rootOf(options.seed, 'veracode SCA');
  const touched = new Map<number, number>();
  const layout = spread(options.findings, apps.count, (app) => unevenWeight(root, app));
  return {
    layout,
    touch: (application, index, at) => void touched.set(layout.start(application) + index, at),
    findings: (application) => {
      const count = layout.count(application);
      const repeats = withRepeats(count, REPEAT_EVERY);
      const components = Math.max(2, Math.ceil(count * 0.6));
      return items(repeats.total, (position) => {
        const local = repeats.unitOf(position);
        return write({ application, local, component: local % components, repeat: repeats.isRepeat(position) });
      });
    },
  };

  interface Position {
    application: number;
    local: number;
    component: number;
    repeat: boolean;
  }

  function write({ application, local, component, repeat }: Position): string {
    const finding = layout.start(application) + local;
    const random = draw(root, finding);
    const again = touched.get(finding);
    const vulnerability = local >> 1;
    const kind = pick(ADVISORIES, mix(root + vulnerability * 31 + application));
    const state = isOdd(options, finding) ? ODD_STATE : pick(STATES, (random >>> 10) + (again === undefined ? 0 : 1));
    const last = again ?? options.now - (random % (90 * 24)) * HOUR - (random % 3_599_999);
    // Occurs in real data: the first date is later than the last one.
    const first = random % 40 === 7 ? last + HOUR : last - (random % 400) * DAY - (random % 777_777);
    return (
      `{"scan_type":"SCA","description":${kind.description},"count":1,"context_type":"APPLICATION","context_guid":"${apps.at(application).guid}",` +
      `"violates_policy":${random % 2 === 0},"finding_status":{"first_found_date":"${iso(first)}","last_seen_date":"${iso(last)}",${state.scaJson}},` +
      `"finding_details":{"severity":${random % 6},${kind.cwe}${componentOf(application, component, repeat)},` +
      `"licenses":[{"license_id":"apache-2.0","risk_rating":"2"}],"metadata":{"sca_scan_mode":"UPLOAD","sca_dep_mode":"${random % 2 === 0 ? 'DIRECT' : 'TRANSITIVE'}"},` +
      `"cve":${cveOf(vulnerability, application, { kind, random })}}}`
    );
  }

  function componentOf(application: number, component: number, repeat: boolean): string {
    const random = draw(root ^ 0x5ca, application * 100_003 + component);
    const [name, ending, language] = pick(COMPONENTS, random);
    const version = `${random % 9}.${(random >>> 4) % 20}.${(random >>> 9) % 30}`;
    const file = `${name}-${version}.${ending}`;
    return `"component_id":"${uuid(random)}","product_id":"${uuid(random + 1)}","component_filename":"${file}","language":"${language}","version":"${version}","component_path":[{"path":"${repeat ? 'second' : 'first'}/lib/${file}"}]`;
  }
};

const cveOf = (
  vulnerability: number,
  application: number,
  { kind, random }: { kind: Advisory; random: number },
): string => {
  const number = 10_000 + ((vulnerability * 7919 + application * 104_729) % 89_989);
  if (vulnerability % 9 === 4)
    return `{"name":"SRCCLR-SID-${number}",${kind.score},"href":"https://sca.example.com/SRCCLR-SID-${number}"}`;
  const name = `CVE-${2016 + (number % 10)}-${number}`;
  const link = `"href":"http://nvd.nist.gov/vuln/detail/${name}"`;
  if (random % 8 === 3) return `{"name":"${name}",${kind.score},${link}}`;
  const epss = `"epss_score":${((random % 9999) / 100_000).toFixed(5)},"epss_percentile":${((random % 1000) / 1000).toFixed(3)},"epss_score_date":"2026-01-05","epss_status":"match"`;
  return `{"name":"${name}",${kind.score},${link},"exploitability":{"full_cve":"${name}",${epss},"exploit_observed":${kind.exploited}}}`;
};

const iso = (instant: number): string => new Date(instant).toISOString();
