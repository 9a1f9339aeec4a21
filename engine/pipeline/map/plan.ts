import { findReads } from '../../language/expression/index.ts';
import {
  CONVERSIONS,
  type Conversion,
  type ConversionName,
  convertMembers,
  createZone,
  FINE_CONVERSIONS,
  isZone,
  type Zone,
} from './convert/index.ts';
import { createEnumLookup, type EnumLookup } from './enums.ts';
import type { EnumSpec, FieldSpec, MapSpec } from './spec.ts';
import { findTargetType, isRequired, parseTargetPath, type TargetType } from './target.ts';

/** Result type of a conversion: text or number, the same in ASCII only, a list of one value, or unknown in advance. */
type Yields = 'scalar' | 'ascii' | 'list' | 'other';

/** Field with the resolved references of its spec. */
export interface FieldPlan {
  /** Dotted path, as in messages. */
  readonly target: string;
  readonly path: readonly string[];
  readonly source: string;
  /** Item paths that the expression may read. */
  readonly paths: readonly (readonly string[])[];
  readonly identity: boolean;
  readonly conversion: Conversion | undefined;
  readonly zone: Zone | undefined;
  readonly enumName: string | undefined;
  readonly lookup: EnumLookup | undefined;
  /** Result type of the conversion for a text or a number. */
  readonly yields: Yields;
  /** Literals and values of the enum table. */
  readonly known: readonly (readonly [literal: string, value: string | number])[];
  /** True if the schema requires the field in every record. */
  readonly required: boolean;
}

/** Returns true for IDs, which are text even if the vendor sends numbers. */
const isId = (path: readonly string[]) => /(?:^i|I)d$/.test(path.at(-1) ?? '');

const TO_LIST: ReadonlySet<ConversionName> = new Set(['list', 'csvList']);

/** Returns true if the target is a list whose members the conversion converts. */
const isMemberwise = (as: ConversionName, type: string | undefined) => type === 'array' && !TO_LIST.has(as);

/** Returns true unless the schema defines the form of the field: the times of the built-in entities have milliseconds. */
const acceptsMicros = (target: TargetType | undefined): boolean => target?.pattern === undefined;

const findConversion = (field: FieldSpec, path: readonly string[], schema: object): Conversion | undefined => {
  const target = findTargetType(schema, path);
  const type = target?.type;
  if (field.as !== undefined) {
    const convert = (acceptsMicros(target) ? FINE_CONVERSIONS[field.as] : undefined) ?? CONVERSIONS[field.as];
    return isMemberwise(field.as, type) ? convertMembers(convert) : convert;
  }
  if (field.enum !== undefined) return undefined;
  return type === 'string' && (field.identity || isId(path)) ? CONVERSIONS.string : undefined;
};

const zones = new Map<string, Zone>();

// Shared by the whole process, so that maps share the cached offsets of a zone.
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

const findYields = (as: ConversionName | undefined, type: string | undefined): Yields => {
  if (as === undefined) return 'scalar';
  return isMemberwise(as, type) ? 'other' : (YIELDS[as] ?? 'scalar');
};

const findEnum = (name: string | undefined, enums: MapSpec['enums']): EnumSpec | undefined => {
  if (name === undefined) return undefined;
  const spec = Object.hasOwn(enums, name) ? enums[name] : undefined;
  if (!spec) throw new RangeError(`there is no enum "${name}"`);
  return spec;
};

/** Returns the indexes of the fields that form a record's identity, in the order of the entity if it defines one. */
export function listIdentityFields(fields: readonly FieldPlan[], spec: MapSpec): readonly number[] {
  const rank = (at: number) => spec.identity?.indexOf(fields[at]?.target ?? '') ?? 0;
  return [...fields.keys()].filter((at) => fields[at]?.identity).sort((a, b) => rank(a) - rank(b));
}

/** Plans the fields of a map. Throws EXPRESSION_SYNTAX, or a RangeError for names that a validated manifest cannot contain. */
export const planFields = (spec: MapSpec): readonly FieldPlan[] =>
  Object.entries(spec.fields).map(([target, given]) => {
    const written = typeof given === 'string' ? { value: given } : given;
    const field = spec.identity?.includes(target) ? { ...written, identity: true } : written;
    const path = parseTargetPath(target);
    const table = findEnum(field.enum, spec.enums);
    return {
      target,
      path,
      source: field.value,
      paths: findReads(field.value).input,
      identity: field.identity === true,
      yields: findYields(field.as, findTargetType(spec.schema, path)?.type),
      conversion: findConversion(field, path, spec.schema),
      zone: field.zone === undefined ? undefined : getZone(field.zone),
      enumName: field.enum,
      lookup: table && createEnumLookup(table),
      known: Object.entries(table?.values ?? {}),
      required: isRequired(spec.schema, path),
    };
  });
