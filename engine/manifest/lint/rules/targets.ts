import { formatList, formatSuggestion } from '../../../base/suggestion/index.ts';
import { type Entity, findEntity, isBuiltIn, isConstant } from '../../entities.ts';
import { findMapEnum } from '../../map-enums.ts';
import type { FieldSpec, MapSpec } from '../../types.generated.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';
import { findTargetField, requiredFields, type TargetField, targetFields } from '../targets.ts';

type Visit = (field: {
  spec: FieldSpec;
  /** Name of the map. */
  name: string;
  target: string;
  path: string;
  map: MapSpec;
  entity: Entity;
}) => Iterable<Violation>;

function* eachField({ manifest }: LintContext, visit: Visit): Iterable<Violation> {
  for (const [name, map] of Object.entries(manifest.maps)) {
    const entity = findEntity(manifest, map.to);
    for (const [target, field] of Object.entries(map.fields)) {
      const spec = typeof field === 'string' ? { value: field } : field;
      yield* visit({ spec, name, target, path: pointerTo('maps', name, 'fields', target), map, entity });
    }
  }
}

const findUnknownFields = (context: LintContext) =>
  eachField(context, function* ({ target, path, entity }) {
    if (findTargetField(entity, target)) return;
    const known = [...targetFields(entity).keys()];
    yield {
      path,
      message: `the entity "${entity.name}" has no field "${target}"`,
      fix: `Use one of: ${formatList(known)}.${formatSuggestion(target, known)}`,
    };
  });

const findOverlaps = (context: LintContext) =>
  eachField(context, function* ({ target, path, map }) {
    const outer = Object.keys(map.fields).find((other) => target.startsWith(`${other}.`));
    if (outer === undefined) return;
    yield {
      path,
      message: `"${target}" is part of "${outer}", which the map also fills`,
      fix: `Fill either "${outer}" or its members.`,
    };
  });
/** Returns true if filling a field also fills the target: it is the target, or an object with it. */
const coversField = (field: string, target: string): boolean => field === target || target.startsWith(`${field}.`);

function* findMissingFields({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, map] of Object.entries(manifest.maps)) {
    const filled = Object.keys(map.fields);
    for (const target of requiredFields(findEntity(manifest, map.to))) {
      if (filled.some((field) => coversField(field, target)) || isConstant(map.to, target)) continue;
      yield {
        path: pointerTo('maps', name, 'fields'),
        message: `the map "${name}" does not fill "${target}", a required field of ${map.to}`,
        fix: `Add "${target}" with an expression that returns its value.`,
      };
    }
  }
}

function* findMissingIdentity({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, map] of Object.entries(manifest.maps)) {
    if (!isBuiltIn(map.to)) continue;
    if (Object.values(map.fields).some((field) => typeof field === 'object' && field.identity)) continue;
    yield {
      path: pointerTo('maps', name, 'fields'),
      message: `the map "${name}" has no identity field`,
      fix: 'Write the field that identifies the record as { "value": "…", "identity": true }.',
    };
  }
}

const allowsValue = (field: TargetField, value: string | number): boolean => {
  if (field.enum) return field.enum.includes(value);
  if (field.type === undefined) return true;
  if (field.type === 'integer' || field.type === 'number') {
    return typeof value === 'number' && value >= (field.minimum ?? value) && value <= (field.maximum ?? value);
  }
  return typeof value === 'string';
};

const describeValues = ({ enum: values, minimum, maximum }: TargetField): string =>
  values
    ? `one of ${formatList(values)}`
    : minimum === undefined
      ? 'a value of its type'
      : `a number from ${minimum} to ${maximum}`;

function* findInvalidEnumValues(context: LintContext): Iterable<Violation> {
  yield* eachField(context, function* ({ spec, name, target, entity }) {
    const field = findTargetField(entity, target);
    const found = spec.enum === undefined ? undefined : findMapEnum(context.manifest, name, spec.enum);
    if (!field || !found) return;
    const { spec: table, path: at } = found;
    for (const [source, value] of Object.entries(table.values)) {
      if (allowsValue(field, value)) continue;
      const path = pointerTo(...at, 'values', source);
      yield {
        path,
        message: `"${target}" does not allow ${JSON.stringify(value)}`,
        fix: `Map ${JSON.stringify(source)} to ${describeValues(field)}.`,
      };
    }
    const { unmapped } = table;
    if (typeof unmapped === 'object' && !allowsValue(field, unmapped.to)) {
      yield {
        path: pointerTo(...at, 'unmapped', 'to'),
        message: `"${target}" does not allow ${JSON.stringify(unmapped.to)}`,
        fix: `Use ${describeValues(field)}.`,
      };
    }
  });
}

/** JSON type that each conversion returns. */
const RETURN_TYPES: { readonly [N in NonNullable<FieldSpec['as']>]: string } = {
  integer: 'integer',
  number: 'number',
  list: 'array',
  csvList: 'array',
  string: 'string',
  datetime: 'string',
  epochSeconds: 'string',
  epochMillis: 'string',
  plainText: 'string',
  cleanText: 'string',
  cwe: 'string',
  cve: 'string',
  url: 'string',
};

const findInvalidConversions = (context: LintContext) =>
  eachField(context, function* ({ spec, target, path, entity }) {
    const { type: whole, items } = findTargetField(entity, target) ?? {};
    const returned = spec.as === undefined ? undefined : RETURN_TYPES[spec.as];
    // On a list, a conversion applies to each member.
    const type = whole === 'array' && returned !== 'array' ? items?.type : whole;
    if (type === undefined || returned === undefined || returned === type) return;
    if (type === 'number' && returned === 'integer') return;
    yield {
      path: path + pointerTo('as'),
      message: `the conversion "${spec.as}" returns ${returned}, but "${target}" has the type ${type}`,
      fix: `Use a conversion that returns ${type}.`,
    };
  });

const findMissingZones = (context: LintContext) =>
  eachField(context, function* ({ spec, path }) {
    if (spec.zone === undefined || spec.as === 'datetime') return;
    yield {
      path: path + pointerTo('zone'),
      message: '"zone" has no effect without "as": "datetime"',
      fix: 'Add "as": "datetime", or remove the zone.',
    };
  });

export const TARGET_RULES = {
  'target/unknown-field': {
    sentence: 'Maps fill only fields of their target entity.',
    severity: 'error',
    check: findUnknownFields,
  },
  'target/overlap': {
    sentence: 'Maps fill an object or its members, not both.',
    severity: 'error',
    check: findOverlaps,
  },
  'target/missing-field': {
    sentence: 'Maps fill every required field of their target entity.',
    severity: 'error',
    check: findMissingFields,
  },
  'target/identity-missing': {
    sentence: 'Every map to an asset or a finding has an identity field.',
    severity: 'error',
    check: findMissingIdentity,
  },
  'target/enum-value': {
    sentence: 'Enums contain only values that the target field allows.',
    severity: 'error',
    check: findInvalidEnumValues,
  },
  'target/conversion': {
    sentence: 'Conversions return the type of the target field.',
    severity: 'error',
    check: findInvalidConversions,
  },
  'target/zone': { sentence: 'Only datetime fields have a zone.', severity: 'warning', check: findMissingZones },
} as const satisfies Record<string, Rule>;
