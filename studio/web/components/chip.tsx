import type { ComponentChildren } from 'preact';

interface ChipProps {
  readonly tone?: 'plain' | 'accent' | 'ok' | 'warn' | 'bad';
  readonly title?: string;
  readonly children: ComponentChildren;
}

/** A word or two in a frame. */
export const Chip = ({ tone = 'plain', title, children }: ChipProps) => (
  <span class={`chip chip-${tone}`} title={title}>
    {children}
  </span>
);
