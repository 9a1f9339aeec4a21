import type { Into } from '../../manifest/types.generated.ts';
import type { RequestPatch } from '../request/draft.ts';

type Values = Readonly<Record<string, string | number>>;

const texts = (values: Values): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

const PLACES: { readonly [I in Into]: (values: Values) => RequestPatch } = {
  query: (values) => ({ query: texts(values) }),
  json: (values) => ({ json: values }),
  form: (values) => ({ form: texts(values) }),
};

/** Parameters as a patch of the place they go to; JSON bodies keep numbers as numbers. */
export const place = (into: Into = 'query', values: Values): RequestPatch => PLACES[into](values);

/** A parameter, or nothing where its name or its value is not given. */
export const parameter = (name: string | undefined, value: string | number | undefined): Values =>
  name === undefined || value === undefined ? {} : { [name]: value };
