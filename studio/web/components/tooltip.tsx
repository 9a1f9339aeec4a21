import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface TooltipProps {
  readonly text: string;
  readonly children: ComponentChildren;
}

/** Says more about what is inside when the pointer or the focus is on it; Escape is not needed, as it covers nothing. */
export function Tooltip({ text, children }: TooltipProps) {
  const id = useId();
  return (
    <span class="tooltip">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what only a pointer could reach would say nothing to a keyboard */}
      <span class="tooltip-of" tabIndex={0} aria-describedby={id}>
        {children}
      </span>
      <span id={id} class="tooltip-text" role="tooltip">
        {text}
      </span>
    </span>
  );
}
