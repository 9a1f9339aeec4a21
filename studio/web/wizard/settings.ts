/** Value of a setting in API requests. */
export type SettingValue = string | number | boolean;
export type Values = Readonly<Record<string, SettingValue>>;

/** Setting as described by the manifest. */
export interface Setting {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  readonly format?: string;
  readonly required: boolean;
  /** The value is never displayed after it is stored. */
  readonly secret: boolean;
  readonly advanced: boolean;
  /** The default is derived from other settings. */
  readonly derived: boolean;
  /** Allowed values. */
  readonly options?: readonly Choice[];
  /** Suggested values; other values are allowed. */
  readonly suggestions?: readonly Choice[];
  readonly fallback?: SettingValue;
  readonly example?: SettingValue;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Choice {
  readonly value: string;
  readonly title: string;
}

/** Keywords of the settings' JSON Schema that the form uses. */
interface Property {
  readonly type?: Setting['type'];
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly writeOnly?: boolean;
  readonly advanced?: boolean;
  readonly derive?: string;
  readonly enum?: readonly SettingValue[];
  readonly choices?: readonly { readonly value: SettingValue; readonly title: string }[];
  readonly default?: SettingValue;
  readonly examples?: readonly SettingValue[];
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Schema {
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
}

const zones = (): readonly Choice[] => Intl.supportedValuesOf('timeZone').map((value) => ({ value, title: value }));

function listChoices(property: Property): Pick<Setting, 'options' | 'suggestions'> {
  const titled = property.choices?.map(({ value, title }) => ({ value: String(value), title })) ?? [];
  if (property.format === 'timeZone') return { suggestions: zones() };
  if (!property.enum) return titled.length === 0 ? {} : { suggestions: titled };
  const titleOf = (value: string) => titled.find((one) => one.value === value)?.title ?? value;
  return { options: property.enum.map((value) => ({ value: String(value), title: titleOf(String(value)) })) };
}

const optionalFact = <K extends string, V>(name: K, value: V | undefined) =>
  value === undefined ? {} : { [name]: value };

function toSetting(name: string, property: Property, required: boolean): Setting {
  return {
    name,
    title: property.title ?? name,
    description: property.description ?? '',
    type: property.type ?? 'string',
    required,
    secret: property.writeOnly === true,
    advanced: property.advanced === true,
    derived: property.derive !== undefined,
    ...listChoices(property),
    ...optionalFact('format', property.format),
    ...optionalFact('fallback', property.default),
    ...optionalFact('example', property.examples?.[0]),
    ...optionalFact('minimum', property.minimum),
    ...optionalFact('maximum', property.maximum),
  };
}

/** Returns the settings of a manifest's schema in declaration order. */
export function listSettings(schema: object): readonly Setting[] {
  const { properties = {}, required = [] } = schema as Schema;
  return Object.entries(properties).map(([name, property]) => toSetting(name, property, required.includes(name)));
}

/** Converts typed text to the type of the setting; returns undefined for an empty text. */
export function typedValue(setting: Setting, text: string): SettingValue | undefined {
  if (text === '') return undefined;
  if (setting.type === 'boolean') return text === 'true';
  if (setting.type === 'string') return text;
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}

const isWeb = (text: string): boolean => URL.canParse(text) && /^https?:/.test(text);

function numberProblem({ minimum, maximum, type }: Setting, value: SettingValue): string | undefined {
  if (typeof value !== 'number') return 'Enter a number.';
  if (type === 'integer' && !Number.isInteger(value)) return 'Enter a whole number.';
  if (minimum !== undefined && value < minimum) return `Enter ${minimum} or more.`;
  if (maximum !== undefined && value > maximum) return `Enter ${maximum} or less.`;
  return undefined;
}

/** Validates a value in the form; returns a message or undefined. The server validates all of it again. */
export function findProblem(setting: Setting, value: SettingValue | undefined): string | undefined {
  if (value === undefined) return setting.required ? `${setting.title} is required.` : undefined;
  if (setting.type === 'integer' || setting.type === 'number') return numberProblem(setting, value);
  if (setting.format === 'uri' && !isWeb(String(value)))
    return 'Enter a complete URL, for example https://example.com.';
  return undefined;
}
