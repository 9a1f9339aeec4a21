/** Rules of the SARIF 2.1.0 schema for the parts that we write: closed objects, enums, formats. */
const text = { type: 'string' };
const message = { type: 'object', additionalProperties: false, properties: { text }, required: ['text'] };
const level = { enum: ['none', 'note', 'warning', 'error'] };
const properties = {
  type: 'object',
  additionalProperties: true,
  properties: { tags: { type: 'array', items: text, uniqueItems: true } },
};
const closeSchema = (of: Record<string, unknown>, ...required: string[]) => ({
  type: 'object',
  additionalProperties: false,
  properties: of,
  required,
});

const rule = closeSchema(
  {
    id: text,
    shortDescription: message,
    helpUri: { type: 'string', format: 'uri' },
    defaultConfiguration: closeSchema({ level }),
    properties,
  },
  'id',
);

const location = closeSchema({
  physicalLocation: closeSchema(
    {
      artifactLocation: closeSchema({ uri: { type: 'string', format: 'uri-reference' } }),
      region: closeSchema({ startLine: { type: 'integer', minimum: 1 } }),
    },
    'artifactLocation',
  ),
  logicalLocations: {
    type: 'array',
    uniqueItems: true,
    items: closeSchema({ name: text, fullyQualifiedName: text, kind: text }),
  },
});

const result = closeSchema(
  {
    ruleId: text,
    level,
    message,
    locations: { type: 'array', items: location },
    partialFingerprints: { type: 'object', additionalProperties: text },
    baselineState: { enum: ['new', 'unchanged', 'updated', 'absent'] },
    suppressions: {
      type: 'array',
      uniqueItems: true,
      items: closeSchema(
        { kind: { enum: ['inSource', 'external'] }, status: { enum: ['accepted', 'underReview', 'rejected'] } },
        'kind',
      ),
    },
    properties,
  },
  'message',
);

const run = closeSchema(
  {
    tool: closeSchema(
      { driver: closeSchema({ name: text, rules: { type: 'array', items: rule, uniqueItems: true } }, 'name') },
      'driver',
    ),
    columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    results: { type: 'array', items: result },
  },
  'tool',
);

export const SARIF = closeSchema(
  { $schema: { type: 'string', format: 'uri' }, version: { enum: ['2.1.0'] }, runs: { type: 'array', items: run } },
  'version',
  'runs',
);
