import type { Manifest, MapSpec } from '../../index.ts';
import { formatSection, formatTable, inlineCode } from '../markdown.ts';

const TARGETS = { asset: 'asset', finding: 'finding' } as const;

function buildRows(map: MapSpec): string[][] {
  return Object.entries(map.fields).map(([target, field]) => {
    const spec = typeof field === 'string' ? { value: field } : field;
    const how = [
      spec.identity ? 'identity' : undefined,
      spec.enum === undefined ? undefined : `translated by ${inlineCode(spec.enum)}`,
      spec.as === undefined ? undefined : `as ${spec.as}`,
      spec.note,
    ];
    return [inlineCode(spec.value), inlineCode(target), how.filter(Boolean).join('; ')];
  });
}

const UNMAPPED = {
  reject: 'the record is rejected and the value is counted',
  omit: 'the field is omitted',
  pass: 'the value is used unchanged',
} as const;

const formatUnmapped = (policy: NonNullable<Manifest['enums']>[string]['unmapped']): string =>
  `For any other value, ${typeof policy === 'string' ? UNMAPPED[policy] : `${inlineCode(String(policy.to))} is used`}.`;

/** Renders the transform maps and the enums as tables. */
export function renderMapping({ maps, enums = {} }: Manifest): string[] {
  const mapSections = Object.entries(maps).map(([name, map]) =>
    formatSection(
      3,
      `${map.title ?? name} (from ${inlineCode(map.from)} to ${TARGETS[map.to]})`,
      map.where === undefined ? '' : `Only items for which ${inlineCode(map.where)} is true.`,
      formatTable(['Source', 'Target', 'Conversion'], buildRows(map)),
    ),
  );
  const enumSections = Object.entries(enums).map(([name, { values, unmapped: policy }]) =>
    formatSection(
      3,
      `Enum ${inlineCode(name)}`,
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
      'The default maps are read-only. To change one, clone it, or set the path of a custom map under "map" in the config.',
      ...mapSections,
      ...enumSections,
    ),
  ];
}
