import type { ComponentChildren } from 'preact';

export type Tone = 'plain' | 'accent' | 'ok' | 'warn' | 'bad';

interface ChipProps {
  readonly tone?: Tone;
  readonly title?: string;
  readonly children: ComponentChildren;
}

/** Short label in a frame. */
export const Chip = ({ tone = 'plain', title, children }: ChipProps) => (
  <span class={`chip chip-${tone}`} title={title}>
    {children}
  </span>
);
