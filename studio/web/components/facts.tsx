import type { ComponentChildren } from 'preact';

/** A name and what is so; rows of a list of facts. */
export type Fact = readonly [name: string, value: ComponentChildren];

/** What is known of a thing, name by name. */
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
