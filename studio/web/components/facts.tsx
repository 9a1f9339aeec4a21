import type { ComponentChildren } from 'preact';

/** Row of a description list. */
export type Fact = readonly [name: string, value: ComponentChildren];

/** Returns a fact for a value, or none when the value is undefined or empty. */
export const optionalFact = (name: string, value: string | number | undefined): Fact[] =>
  value === undefined || value === '' ? [] : [[name, String(value)]];

const formatCustom = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Returns a fact for each field of a record's custom object. */
export const listCustomFacts = (custom: Readonly<Record<string, unknown>> = {}): Fact[] =>
  Object.entries(custom).map(([name, value]) => [name, formatCustom(value)]);

/** Description list. */
export const Facts = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl class="facts">
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
