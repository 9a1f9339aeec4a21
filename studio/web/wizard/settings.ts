/** A setting's value, as it is sent. */
export type SettingValue = string | number | boolean;
export type Values = Readonly<Record<string, SettingValue>>;

/** One setting as the manifest describes it. */
export interface Setting {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  readonly format?: string;
  readonly required: boolean;
  /** Its value is never shown again. */
  readonly secret: boolean;
  readonly advanced: boolean;
  /** Its value follows from those of others. */
  readonly derived: boolean;
  /** The only values there are. */
  readonly options?: readonly Choice[];
  /** Values to choose from; another one will do, too. */
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

/** A property of the settings' JSON Schema, as far as a form needs it. */
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

const some = <K extends string, V>(name: K, value: V | undefined) => (value === undefined ? {} : { [name]: value });

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
    ...some('format', property.format),
    ...some('fallback', property.default),
    ...some('example', property.examples?.[0]),
    ...some('minimum', property.minimum),
    ...some('maximum', property.maximum),
  };
}

/** The settings that a manifest's schema describes, in its order. */
export function listSettings(schema: object): readonly Setting[] {
  const { properties = {}, required = [] } = schema as Schema;
  return Object.entries(properties).map(([name, property]) => toSetting(name, property, required.includes(name)));
}

/** What a typist wrote, as the setting's type has it; undefined when it is left out. */
export function typedValue(setting: Setting, text: string): SettingValue | undefined {
  if (text === '') return undefined;
  if (setting.type === 'boolean') return text === 'true';
  if (setting.type === 'string') return text;
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}

const isWeb = (text: string): boolean => URL.canParse(text) && /^https?:/.test(text);

function numberProblem({ minimum, maximum, type }: Setting, value: SettingValue): string | undefined {
  if (typeof value !== 'number') return 'Write a number.';
  if (type === 'integer' && !Number.isInteger(value)) return 'Write a whole number.';
  if (minimum !== undefined && value < minimum) return `Write ${minimum} or more.`;
  if (maximum !== undefined && value > maximum) return `Write ${maximum} or less.`;
  return undefined;
}

/** What is wrong with a setting's value before anybody is asked; the server judges all of it. */
export function findProblem(setting: Setting, value: SettingValue | undefined): string | undefined {
  if (value === undefined) return setting.required ? `${setting.title} is needed.` : undefined;
  if (setting.type === 'integer' || setting.type === 'number') return numberProblem(setting, value);
  if (setting.format === 'uri' && !isWeb(String(value))) return 'Write a whole address: https://…';
  return undefined;
}
