import { didYouMean, listed } from '../../meant.ts';
import type { FieldSpec, MapSpec } from '../../types.generated.ts';
import { at, type Found, type LintContext, type Rule } from '../rule.ts';
import { fieldsOf, requiredOf, type TargetField } from '../targets.ts';

/** Filled from `about` where a map does not. */
const CONSTANTS = new Set(['source', 'vendorProductName']);

type Visit = (field: { spec: FieldSpec; target: string; path: string; map: MapSpec }) => Iterable<Found>;

function* eachField({ manifest }: LintContext, visit: Visit): Iterable<Found> {
  for (const [name, map] of Object.entries(manifest.maps)) {
    for (const [target, field] of Object.entries(map.fields)) {
      const spec = typeof field === 'string' ? { value: field } : field;
      yield* visit({ spec, target, path: at('maps', name, 'fields', target), map });
    }
  }
}

const unknownFields = (context: LintContext) =>
  eachField(context, function* ({ target, path, map }) {
    const known = [...fieldsOf(map.to).keys()];
    if (known.includes(target)) return;
    yield {
      path,
      message: `the entity "${map.to}" has no field "${target}"`,
      fix: `Fill one of: ${listed(known)}.${didYouMean(target, known)}`,
    };
  });

function* missingFields({ manifest }: LintContext): Iterable<Found> {
  for (const [name, map] of Object.entries(manifest.maps)) {
    for (const target of requiredOf(map.to)) {
      if (Object.hasOwn(map.fields, target) || CONSTANTS.has(target)) continue;
      yield {
        path: at('maps', name, 'fields'),
        message: `no field of "${name}" fills "${target}", which every ${map.to} must have`,
        fix: `Add "${target}" with the expression that gives it.`,
      };
    }
  }
}

function* missingIdentity({ manifest }: LintContext): Iterable<Found> {
  for (const [name, map] of Object.entries(manifest.maps)) {
    if (Object.values(map.fields).some((field) => typeof field === 'object' && field.identity)) continue;
    yield {
      path: at('maps', name, 'fields'),
      message: `no field of "${name}" is marked as its identity`,
      fix: 'Write the id as { "value": "…", "identity": true }.',
    };
  }
}

const allows = (field: TargetField, value: string | number): boolean => {
  if (field.enum) return field.enum.includes(value);
  if (field.type === 'integer' || field.type === 'number') {
    return typeof value === 'number' && value >= (field.minimum ?? value) && value <= (field.maximum ?? value);
  }
  return typeof value === 'string';
};

const words = ({ enum: values, minimum, maximum }: TargetField): string =>
  values
    ? `one of ${listed(values)}`
    : minimum === undefined
      ? 'a value of its type'
      : `a number from ${minimum} to ${maximum}`;

function* enumValues(context: LintContext): Iterable<Found> {
  yield* eachField(context, function* ({ spec, target, map }) {
    const field = fieldsOf(map.to).get(target);
    const table = spec.enum === undefined ? undefined : context.manifest.enums?.[spec.enum];
    if (!field || !table || spec.enum === undefined) return;
    for (const [source, value] of Object.entries(table.values)) {
      if (allows(field, value)) continue;
      const path = at('enums', spec.enum, 'values', source);
      yield {
        path,
        message: `"${target}" does not allow ${JSON.stringify(value)}`,
        fix: `Map ${JSON.stringify(source)} to ${words(field)}.`,
      };
    }
    const { unmapped } = table;
    if (typeof unmapped === 'object' && !allows(field, unmapped.to)) {
      yield {
        path: at('enums', spec.enum, 'unmapped', 'to'),
        message: `"${target}" does not allow ${JSON.stringify(unmapped.to)}`,
        fix: `Take ${words(field)}.`,
      };
    }
  });
}

/** Target types that a conversion can give. */
const GIVES: Readonly<Record<string, string>> = {
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

const conversions = (context: LintContext) =>
  eachField(context, function* ({ spec, target, path, map }) {
    const type = fieldsOf(map.to).get(target)?.type;
    const gives = spec.as === undefined ? undefined : GIVES[spec.as];
    if (type === undefined || gives === undefined || gives === type || (type === 'number' && gives === 'integer'))
      return;
    yield {
      path: path + at('as'),
      message: `"${spec.as}" gives ${gives}, and "${target}" is ${type}`,
      fix: `Choose a conversion that gives ${type}.`,
    };
  });

const zones = (context: LintContext) =>
  eachField(context, function* ({ spec, path }) {
    if (spec.zone === undefined || spec.as === 'datetime') return;
    yield {
      path: path + at('zone'),
      message: 'a zone means something only for "as": "datetime"',
      fix: 'Add "as": "datetime", or remove the zone.',
    };
  });

export const TARGET_RULES = {
  'target/unknown-field': {
    sentence: 'Maps fill fields that the entity has.',
    severity: 'error',
    check: unknownFields,
  },
  'target/missing-field': {
    sentence: 'Maps fill every field that the entity must have.',
    severity: 'error',
    check: missingFields,
  },
  'target/identity-missing': {
    sentence: 'Every map says what identifies its records.',
    severity: 'error',
    check: missingIdentity,
  },
  'target/enum-value': {
    sentence: 'Enums give values that the target field allows.',
    severity: 'error',
    check: enumValues,
  },
  'target/conversion': {
    sentence: 'Conversions give the type of the target field.',
    severity: 'error',
    check: conversions,
  },
  'target/zone': { sentence: 'Only times have a zone.', severity: 'warning', check: zones },
} as const satisfies Record<string, Rule>;
