import type { ComponentChildren } from 'preact';
import './code-text.css';

interface CodeTextProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** A text as a machine reads it, to scroll and to copy from. */
export const CodeText = ({ label, children }: CodeTextProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard has to reach it for that
  <section class="code-text" aria-label={label} tabIndex={0}>
    <pre>{children}</pre>
  </section>
);
