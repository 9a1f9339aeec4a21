import type { Environments } from './checkmarx-environments.ts';
import type { Scan } from './checkmarx-scans.ts';
import type { Layout } from './layout.ts';
import { FLAWS, METHODS, PATHS } from './lexicon.ts';
import { type DatasetOptions, type Items, isOdd, items } from './list.ts';
import { draw, hex64, pick, rootOf } from './prng.ts';

export interface Results {
  /** Returns the results of one scan, most severe first. */
  of(scan: Scan): Items;
}

const STATES = [
  'To Verify',
  'Confirmed',
  'To Verify',
  'Not Exploitable',
  'Urgent',
  'Proposed Not Exploitable',
] as const;
const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'] as const;

const kinds = FLAWS.map((flaw) => {
  const description = `<span>${flaw.about}</span> The text &lt;b&gt; came back &amp; was shown\u2060 as it is.`;
  return {
    text: `"name":${JSON.stringify(flaw.name)},"description":${JSON.stringify(description)},"cwe_id":"${flaw.cwe === 0 ? -1 : flaw.cwe}","solution":${JSON.stringify(flaw.advice)}`,
    bare: `"name":${JSON.stringify(flaw.name)},"description":"","cwe_id":"${flaw.cwe === 0 ? -1 : flaw.cwe}","solution":""`,
    owasp: `["OWASP_${flaw.owasp.replace(':', '_')}"]`,
  };
});

/** Creates the results of all scans. A result has the same id in all scans of an environment. */
export const results = (options: DatasetOptions, layout: Layout, listed: Environments): Results => {
  const root = rootOf(options.seed, 'checkmarx result');
  return { of: (scan) => items(scan.count, (index) => write(scan, index)) };

  /** Returns the number of the result at an index of a scan; numbers beyond the environment's size are not current. */
  function numberOf(scan: Scan, index: number): number {
    const size = layout.count(scan.environment);
    if (scan.generation === 0) return index + scan.additions;
    const carriedOver = scan.generation < 0 ? 0 : scan.count - 3;
    return index < carriedOver ? index : size + 50_000 + scan.generation * 10 + index - carriedOver;
  }

  function write(scan: Scan, index: number): string {
    const environment = scan.environment;
    const number = numberOf(scan, index);
    const size = layout.count(environment);
    const start = layout.start(environment);
    const random = number < size ? draw(root, start + number) : draw(root ^ 0x77, environment * 65_537 + number);
    const kind = pick(kinds, random);
    const odd = number < size && isOdd(options, start + number);
    const severity = odd ? 'BLOCKER' : severityAt(index / scan.count, draw(root, environment));
    const isNew = scan.additions > 0 ? number >= size : (random >>> 9) % 4 === 0;
    const path = pick(PATHS, random >>> 5);
    const host = listed.host(environment);
    return (
      `{"id":"${hex64(random ^ environment)}","severity":"${severity}","state":"${pick(STATES, random >>> 12)}","status":"${isNew ? 'New' : 'Recurrent'}",` +
      `${random % 17 === 0 ? kind.bare : kind.text},"url":"https://${host}${path}?p=${random % 50}&u=%C3%BC","method":"${pick(METHODS, random >>> 7)}","path":"${path}",` +
      `"environment_id":"${listed.idOf(environment)}","owasp":${random % 5 === 0 ? 'null' : kind.owasp},"scan_type":"DAST","notes_data":[],"changelog_data":${random % 3 === 0 ? 'null' : '[]'}}`
    );
  }
};

/** Returns the severity at a relative position of a list (0 to 1), with slightly different shares per environment. */
const severityAt = (position: number, random: number): string => {
  const shifted = position * 0.9 + (random % 100) / 1000;
  const rank = [0.08, 0.3, 0.6, 0.85].findIndex((bound) => shifted < bound);
  return SEVERITIES[rank < 0 ? 4 : rank] as string;
};
