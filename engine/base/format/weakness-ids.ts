import { type Json, type JsonObject, readPath } from '../json/index.ts';

/** Returns the CVE or CWE IDs of a finding, each once: the single one first. */
export function readWeaknessIds(record: JsonObject, kind: 'cve' | 'cwe'): readonly string[] {
  const read = (name: string): Json => readPath(record, ['findingType', 'vulnerability', name]) ?? [];
  const all = [read(`${kind}Id`), read(`${kind}Ids`)].flat();
  return [...new Set(all.filter((id) => typeof id === 'string'))];
}
