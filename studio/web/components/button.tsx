import type { ComponentChildren } from 'preact';

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick: () => void;
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'icon';
  /** Accessible name of an icon button, also its tooltip. */
  readonly label?: string;
  readonly title?: string | undefined;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
}

/** Button of one of four styles. */
export const Button = ({ children, onClick, kind = 'plain', label, title, disabled, pressed }: ButtonProps) => (
  <button
    type="button"
    class={`button button-${kind}`}
    aria-label={label}
    title={title ?? label}
    disabled={disabled}
    aria-pressed={pressed}
    onClick={onClick}
  >
    {children}
  </button>
);
