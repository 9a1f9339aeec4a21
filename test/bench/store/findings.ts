import type { JsonObject } from '../../../engine/base/json/types.ts';

/** Finding with the vendor's item as text, as both programs receive them. */
export interface Finding {
  readonly record: JsonObject;
  readonly raw: string;
}

const TEXT = 'Text as long as a scanner writes it, about what was found, where, and why it matters. '.repeat(4);

function buildRecord(index: number): JsonObject {
  return {
    externalFindingId: `application-${index % 500}:${index}`,
    externalAssetId: `application-${index % 500}`,
    vendorProductName: 'Vendor SAST',
    name: `Improper neutralization of input ${index % 97}`,
    severity: (index % 5) + 1,
    findingStatus: index % 3 === 0 ? 'NEW' : 'ACTIVE',
    description: TEXT,
    firstFoundOn: '2025-02-11T09:14:03.000Z',
    findingType: { vulnerability: { cweId: `CWE-${index % 400}`, cvss: { cvss3Base: (index % 100) / 10 } } },
    file: `src/module-${index % 1000}/file.c`,
    line: index % 5000,
  };
}

const buildItem = (index: number): object => ({
  issue_id: index,
  guid: `${(index * 2_654_435_761) % 4_294_967_296}-${index}`,
  application: { id: index % 500, name: `Application ${index % 500}` },
  flaw: {
    category: `Category ${index % 97}`,
    cwe: { id: index % 400, href: `https://api.example.com/cwe/${index % 400}` },
  },
  severity: (index % 5) + 1,
  status: { state: index % 3 === 0 ? 'new' : 'open', resolution: 'unresolved', mitigation: null },
  description: TEXT,
  first_found: '2025-02-11T09:14:03.125Z',
  last_seen: '2025-03-11T09:14:03.125Z',
  location: { file: `src/module-${index % 1000}/file.c`, line: index % 5000, procedure: `function_${index % 313}` },
  scores: { cvss: (index % 100) / 10, exploitability: index % 4 },
});

/** Builds pages of findings. */
export const buildPages = (count: number, pageSize: number): Finding[][] =>
  Array.from({ length: Math.ceil(count / pageSize) }, (_, page) =>
    Array.from({ length: Math.min(pageSize, count - page * pageSize) }, (_unused, at) => {
      const index = page * pageSize + at;
      return { record: buildRecord(index), raw: JSON.stringify(buildItem(index)) };
    }),
  );
