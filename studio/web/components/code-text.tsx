import type { ComponentChildren } from 'preact';
import './code-text.css';

interface CodeTextProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** Preformatted text that scrolls. */
export const CodeText = ({ label, children }: CodeTextProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard requires focus
  <section class="code-text" aria-label={label} tabIndex={0}>
    <pre>{children}</pre>
  </section>
);
