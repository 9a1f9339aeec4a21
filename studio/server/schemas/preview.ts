import {
  COUNT,
  JSON_VALUE,
  listSchema,
  type NamedSchema,
  nullable,
  objectSchema,
  POINTER,
  recordSchema,
  refTo,
  TEXT,
} from './schema.ts';

const targetStatus: NamedSchema = {
  $id: 'TargetStatus',
  description:
    'ok; empty: optional without a value; missing: required without a value; unmapped: not in the enum; type: refused by a conversion or the target schema; error: the expression fails.',
  enum: ['ok', 'empty', 'missing', 'unmapped', 'type', 'error'],
};

const previewRequest: NamedSchema = {
  $id: 'PreviewRequest',
  ...objectSchema(
    {
      manifest: { ...TEXT, maxLength: 1_048_576, description: 'Text of the manifest in the editor.' },
      map: { ...TEXT, description: 'Name of the map.' },
      sample: {
        ...TEXT,
        description:
          'Response body, list of items, single item, or {"scope": {name: ancestor}, "page" | "items" | "item": …}.',
      },
      base: {
        ...TEXT,
        maxLength: 1_048_576,
        description: 'Text of the manifest to compare with, for `changes`.',
      },
      extent: {
        enum: ['first', 'all'],
        default: 'first',
        description: 'Items to map: the first 1,000, within the time of a keystroke; or all, within 20 s.',
      },
      limit: { type: 'integer', minimum: 1, maximum: 500, default: 100, description: 'Number of returned items.' },
      item: {
        ...COUNT,
        description:
          'Index of the only item to return in full, within the time of a keystroke: the others are `brief`, and `problems` lacks those of lint rules. Without it, all are in full.',
      },
    },
    ['base', 'extent', 'limit', 'item'],
  ),
};

const EXPRESSION_DETAILS = {
  position: { ...COUNT, description: 'Position of the error in the expression: the end of the token, in characters.' },
  offending: { ...TEXT, description: 'Value that made the expression fail, as JSON; shortened.' },
};

const previewNote: NamedSchema = {
  $id: 'PreviewNote',
  description: 'Problem of a target for one item.',
  ...objectSchema({ code: TEXT, message: TEXT, fix: TEXT, ...EXPRESSION_DETAILS }, ['position', 'offending']),
};

const previewTarget: NamedSchema = {
  $id: 'PreviewTarget',
  description:
    'One field of the map over all items. Includes required targets that the map lacks, without an expression.',
  ...objectSchema(
    {
      target: { ...TEXT, description: 'Dotted path, e.g. findingType.vulnerability.cveId.' },
      required: { type: 'boolean' },
      expression: { ...nullable(TEXT), description: 'JSONata; null when the map has no such field.' },
      pointer: { ...POINTER, description: 'Position of the field in the manifest, or where it would be added.' },
      enum: { ...TEXT, description: 'Name of the enum that converts the value.' },
      status: { ...refTo('TargetStatus'), description: 'Worst status over all items.' },
      counts: { ...recordSchema(COUNT), description: 'Status → number of items.' },
      filled: { ...COUNT, description: 'Number of items with a valid value.' },
      total: { ...COUNT, description: 'Number of items that the map reads.' },
      code: { ...TEXT, description: 'Error code of the first item with that status.' },
      message: TEXT,
      fix: TEXT,
      ...EXPRESSION_DETAILS,
      example: { ...COUNT, description: 'Index of the first item with that status; may exceed the returned items.' },
    },
    ['enum', 'code', 'message', 'fix', 'position', 'offending', 'example'],
  ),
};

const previewReject: NamedSchema = {
  $id: 'PreviewReject',
  description: 'Reason why an item has no record.',
  ...objectSchema({
    pointer: { ...POINTER, description: 'JSON pointer into the item.' },
    code: TEXT,
    message: TEXT,
    fix: TEXT,
  }),
};

const previewItem: NamedSchema = {
  $id: 'PreviewItem',
  ...objectSchema(
    {
      pointer: { ...nullable(POINTER), description: 'Position of the item in the sample; null for computed records.' },
      brief: { const: true, description: 'The request asked for another item: only `pointer` is known.' },
      skipped: { const: true, description: 'Skipped by `where` of the map.' },
      record: {
        type: 'object',
        additionalProperties: true,
        description: 'Absent for a rejected or skipped item.',
      },
      rejects: {
        ...listSchema(refTo('PreviewReject')),
        description: 'First problem, as a run reports it; at most one.',
      },
      values: { ...recordSchema(JSON_VALUE), description: 'Target → value; without targets that have none.' },
      sources: {
        ...recordSchema(JSON_VALUE),
        description: 'Target with an enum or a conversion → value before it.',
      },
      statuses: recordSchema(refTo('TargetStatus')),
      notes: {
        ...recordSchema(refTo('PreviewNote')),
        description: 'Target whose status is neither ok nor empty → error with its fix.',
      },
      reads: {
        ...recordSchema(listSchema(POINTER)),
        description: 'Target → leaves of the item that its expression read.',
      },
    },
    ['record', 'skipped', 'brief'],
  ),
};

const LITERAL = { type: ['string', 'number'] };

const previewEnum: NamedSchema = {
  $id: 'PreviewEnum',
  description: 'Enum of the map, and the values that occur.',
  ...objectSchema({
    name: TEXT,
    pointer: {
      ...POINTER,
      description: 'Position of the enum values in the manifest, where a missing value is added.',
    },
    targets: listSchema(TEXT),
    choices: { ...listSchema(LITERAL), description: 'Values that the target allows.' },
    policy: {
      enum: ['reject', 'omit', 'pass', 'to'],
      description: 'Handling of a value that is not in the enum.',
    },
    values: listSchema(
      objectSchema({
        literal: TEXT,
        count: COUNT,
        to: { type: ['string', 'number', 'null'], description: 'null: not in the enum.' },
      }),
    ),
  }),
};

const previewChange: NamedSchema = {
  $id: 'PreviewChange',
  description: 'Difference from the output of the default map.',
  ...objectSchema({
    target: TEXT,
    from: { ...JSON_VALUE, description: 'null: no value.' },
    to: { ...JSON_VALUE, description: 'null: no value.' },
    count: COUNT,
    of: COUNT,
  }),
};

const noRecords: NamedSchema = {
  $id: 'NoRecords',
  description: 'Reason why a sample gives no records.',
  ...objectSchema(
    {
      message: TEXT,
      proposal: {
        ...objectSchema({
          list: { ...TEXT, description: 'List of the sample that contains items.' },
          records: { ...TEXT, description: 'New value of `records`.' },
          pointer: { ...POINTER, description: 'Position of `records` in the manifest.' },
        }),
        description: 'Change of the manifest that selects the items of the sample.',
      },
    },
    ['proposal'],
  ),
};

const previewResponse: NamedSchema = {
  $id: 'PreviewResponse',
  ...objectSchema(
    {
      problems: { ...listSchema(refTo('Issue')), description: 'Issues of the manifest.' },
      error: {
        ...refTo('ErrorBody'),
        description: 'Reason why nothing was mapped, such as an unknown map or an invalid sample.',
      },
      samplePosition: { ...COUNT, description: 'Offset in characters of a syntax error in the sample.' },
      map: nullable(objectSchema({ name: TEXT, entity: TEXT, from: TEXT, title: TEXT })),
      targets: listSchema(refTo('PreviewTarget')),
      items: listSchema(refTo('PreviewItem')),
      totals: objectSchema({ items: COUNT, records: COUNT, rejects: COUNT, skipped: COUNT }),
      part: {
        ...objectSchema({ items: COUNT, of: COUNT }),
        description: 'Set if only the first items of the sample were mapped.',
      },
      noRecords: { ...refTo('NoRecords'), description: 'Set if the sample gives no records.' },
      enums: listSchema(refTo('PreviewEnum')),
      unread: {
        ...listSchema(POINTER),
        description: 'Leaves of the items that no target reads; * is any list index.',
      },
      read: { ...TEXT, description: 'Read leaves of all leaves: "12/14".' },
      changes: objectSchema(
        {
          groups: listSchema(refTo('PreviewChange')),
          more: { ...COUNT, description: 'Number of omitted groups.' },
          error: refTo('ErrorBody'),
        },
        ['error'],
      ),
      ms: { type: 'number', description: 'Duration in the engine, in milliseconds.' },
    },
    ['error', 'noRecords', 'part', 'samplePosition'],
  ),
};

/** Schemas of `POST /api/preview`. */
export const PREVIEW_SCHEMAS: readonly NamedSchema[] = [
  targetStatus,
  previewRequest,
  previewNote,
  previewTarget,
  previewReject,
  previewItem,
  previewEnum,
  previewChange,
  noRecords,
  previewResponse,
];
