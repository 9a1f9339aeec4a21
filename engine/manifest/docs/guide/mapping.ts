import { findEntity, listPassThroughs, type Manifest, type MapSpec, type PassThrough } from '../../index.ts';
import { formatSection, formatTable, inlineCode } from '../markdown.ts';

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

/** Formats an entity in a heading: the built-in ones in lower case, others by title. */
const formatEntity = (manifest: Manifest, name: string): string => {
  const { builtIn, title } = findEntity(manifest, name);
  return builtIn ? name : title;
};

const formatPassThrough = ({ stream, entity }: PassThrough): string =>
  stream === entity ? inlineCode(stream) : `${inlineCode(stream)} (as ${inlineCode(entity)})`;

const formatUnmapped = (policy: NonNullable<Manifest['enums']>[string]['unmapped']): string =>
  `For any other value, ${typeof policy === 'string' ? UNMAPPED[policy] : `${inlineCode(String(policy.to))} is used`}.`;

/** Renders the transform maps and the enums as tables. */
export function renderMapping(manifest: Manifest): string[] {
  const { maps, enums = {} } = manifest;
  const mapSections = Object.entries(maps).map(([name, map]) =>
    formatSection(
      3,
      `${map.title ?? name} (from ${inlineCode(map.from)} to ${formatEntity(manifest, map.to)})`,
      map.each === undefined
        ? ''
        : `Each item gives a record per element of ${inlineCode(map.each)}. Sources are relative to the element; ${inlineCode('$item')} is the item.`,
      map.where === undefined
        ? ''
        : `Only ${map.each === undefined ? 'items' : 'elements'} for which ${inlineCode(map.where)} is true.`,
      formatTable(['Source', 'Target', 'Conversion'], buildRows(map)),
    ),
  );
  const all = [
    ...Object.entries(enums).map(([name, spec]) => ({ title: `Enum ${inlineCode(name)}`, spec })),
    ...Object.entries(maps).flatMap(([map, own]) =>
      Object.entries(own.enums ?? {}).map(([name, spec]) => ({
        title: `Enum ${inlineCode(name)} of ${own.title ?? map}`,
        spec,
      })),
    ),
  ];
  const enumSections = all.map(({ title, spec: { values, unmapped: policy } }) =>
    formatSection(
      3,
      title,
      formatTable(
        ['Source value', 'Target value'],
        Object.entries(values).map(([source, value]) => [inlineCode(source), inlineCode(String(value))]),
      ),
      formatUnmapped(policy),
    ),
  );
  const passThrough = listPassThroughs(manifest);
  if (mapSections.length + passThrough.length === 0) return [];
  return [
    formatSection(
      2,
      'Transform maps',
      mapSections.length === 0
        ? ''
        : 'The default maps are read-only. To change one, clone it, or set the path of a custom map under "map" in the config.',
      passThrough.length === 0
        ? ''
        : `The items of these streams are written unchanged, as records of an entity of the same name: ${passThrough.map(formatPassThrough).join(', ')}.`,
      ...mapSections,
      ...enumSections,
    ),
  ];
}
