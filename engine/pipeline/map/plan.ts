import { findReads } from '../../language/expression/index.ts';
import { CONVERSIONS, type Conversion, type ConversionName, createZone, isZone, type Zone } from './convert/index.ts';
import { createEnumLookup, type EnumLookup } from './enums.ts';
import type { EnumSpec, FieldSpec, MapSpec } from './spec.ts';
import { findTargetType, isRequired, parseTargetPath } from './target.ts';

/** Text or number; such in ASCII only; a list of the one value; or what is only known afterwards. */
type Yields = 'scalar' | 'ascii' | 'list' | 'other';

/** One field, with everything that its spec names looked up. */
export interface FieldPlan {
  /** Dotted, as messages show it. */
  readonly target: string;
  readonly path: readonly string[];
  readonly source: string;
  /** What the expression may read of an item. */
  readonly paths: readonly (readonly string[])[];
  readonly identity: boolean;
  readonly conversion: Conversion | undefined;
  readonly zone: Zone | undefined;
  readonly enumName: string | undefined;
  readonly lookup: EnumLookup | undefined;
  /** What its conversion makes of a text or a number. */
  readonly yields: Yields;
  /** The table's literals with their values. */
  readonly known: readonly (readonly [literal: string, value: string | number])[];
  /** Whether the schema wants the field of every record. */
  readonly required: boolean;
}

/** Ids are text whatever the vendor makes of them. */
const isId = (path: readonly string[]) => /(?:^i|I)d$/.test(path.at(-1) ?? '');

const findConversion = (field: FieldSpec, path: readonly string[], schema: object): Conversion | undefined => {
  if (field.as !== undefined) return CONVERSIONS[field.as];
  if (field.enum !== undefined) return undefined;
  const wantsText = findTargetType(schema, path)?.type === 'string';
  return wantsText && (field.identity || isId(path)) ? CONVERSIONS.string : undefined;
};

const zones = new Map<string, Zone>();

// One per name for the whole process, so that what one map learnt of a zone's offsets serves the others.
const getZone = (name: string): Zone => {
  if (!isZone(name)) throw new RangeError(`"${name}" is not an IANA time zone`);
  const zone = zones.get(name) ?? createZone(name);
  zones.set(name, zone);
  return zone;
};

const YIELDS: Partial<Record<ConversionName, Yields>> = {
  ...{ datetime: 'ascii', epochSeconds: 'ascii', epochMillis: 'ascii', cwe: 'ascii', cve: 'ascii' },
  ...{ integer: 'ascii', number: 'ascii', list: 'list', csvList: 'other' },
};

const findEnum = (name: string | undefined, enums: MapSpec['enums']): EnumSpec | undefined => {
  if (name === undefined) return undefined;
  const spec = Object.hasOwn(enums, name) ? enums[name] : undefined;
  if (!spec) throw new RangeError(`there is no enum "${name}"`);
  return spec;
};

/** The fields of a map in their order; throws EXPRESSION_SYNTAX, or a RangeError for what a checked manifest cannot hold. */
export const planFields = (spec: MapSpec): readonly FieldPlan[] =>
  Object.entries(spec.fields).map(([target, given]) => {
    const field = typeof given === 'string' ? { value: given } : given;
    const path = parseTargetPath(target);
    const table = findEnum(field.enum, spec.enums);
    return {
      target,
      path,
      source: field.value,
      paths: findReads(field.value).input,
      identity: field.identity === true,
      yields: (field.as && YIELDS[field.as]) ?? 'scalar',
      conversion: findConversion(field, path, spec.schema),
      zone: field.zone === undefined ? undefined : getZone(field.zone),
      enumName: field.enum,
      lookup: table && createEnumLookup(table),
      known: Object.entries(table?.values ?? {}),
      required: isRequired(spec.schema, path),
    };
  });
