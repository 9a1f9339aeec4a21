import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { MaximizeButton } from './pane.tsx';

interface PanelProps {
  readonly title: string;
  /** Shown instead of the title, for example tabs. */
  readonly heading?: ComponentChildren;
  /** Displayed small next to the title. */
  readonly note?: ComponentChildren;
  readonly tools?: ComponentChildren;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** Section of a screen with a title, and tools at the right; inside a pane, also with the button that maximizes it. */
export function Panel({ title, heading, note, tools, class: name = '', children }: PanelProps) {
  const id = useId();
  return (
    <section class={`panel ${name}`} aria-labelledby={id}>
      <header class="panel-head">
        <h2 id={id} class={heading === undefined ? '' : 'visually-hidden'}>
          {title}
        </h2>
        {heading}
        {note !== undefined && <span class="panel-note">{note}</span>}
        <span class="grow" />
        {tools}
        <MaximizeButton title={title} />
      </header>
      {children}
    </section>
  );
}
