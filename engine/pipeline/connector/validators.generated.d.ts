import type { ValidateFunction } from 'ajv';

/** schemas/asset.schema.json and finding.schema.json, compiled ahead by `npm run gen`: a start need not wait for it. */
export const asset: ValidateFunction;
export const finding: ValidateFunction;
