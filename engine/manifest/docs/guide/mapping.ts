import type { Manifest, MapSpec } from '../../index.ts';
import { formatSection, formatTable, inlineCode } from '../markdown.ts';

const TARGETS = { asset: 'asset', finding: 'finding' } as const;

function buildRows(map: MapSpec): string[][] {
  return Object.entries(map.fields).map(([target, field]) => {
    const spec = typeof field === 'string' ? { value: field } : field;
    const how = [
      spec.identity ? 'identity' : undefined,
      spec.enum === undefined ? undefined : `by the table ${inlineCode(spec.enum)}`,
      spec.as === undefined ? undefined : `as ${spec.as}`,
      spec.note,
    ];
    return [inlineCode(spec.value), inlineCode(target), how.filter(Boolean).join('; ')];
  });
}

const UNMAPPED = {
  reject: 'the record is rejected and the value counted',
  omit: 'the field is left out',
  pass: 'the value is passed on',
} as const;

const formatUnmapped = (policy: NonNullable<Manifest['enums']>[string]['unmapped']): string =>
  `Any other value: ${typeof policy === 'string' ? UNMAPPED[policy] : `becomes ${inlineCode(String(policy.to))}`}.`;

/** The transform maps as tables: fields, and enums in both columns. */
export function renderMapping({ maps, enums = {} }: Manifest): string[] {
  const mapSections = Object.entries(maps).map(([name, map]) =>
    formatSection(
      3,
      `${map.title ?? name} (from ${inlineCode(map.from)} to ${TARGETS[map.to]})`,
      map.where === undefined ? '' : `Only items for which ${inlineCode(map.where)} is true.`,
      formatTable(['Source', 'Target', 'How'], buildRows(map)),
    ),
  );
  const enumSections = Object.entries(enums).map(([name, { values, unmapped: policy }]) =>
    formatSection(
      3,
      `Table ${inlineCode(name)}`,
      formatTable(
        ['Source value', 'Target value'],
        Object.entries(values).map(([source, value]) => [inlineCode(source), inlineCode(String(value))]),
      ),
      formatUnmapped(policy),
    ),
  );
  return [
    formatSection(
      2,
      'Transform maps',
      'The default maps below are read-only; clone one to change it, or name a file of your own under "map" in the config.',
      ...mapSections,
      ...enumSections,
    ),
  ];
}
