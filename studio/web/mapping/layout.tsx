import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { createStoredSize, Pane } from '../components/pane.tsx';
import { Splitter } from '../components/splitter.tsx';

/** Sizes in percent: width of the source, height of the targets, width of the output. */
const SIZES = {
  source: { initial: 27, min: 15, max: 45 },
  targets: { initial: 58, min: 20, max: 85 },
  output: { initial: 23, min: 12, max: 40 },
} as const;

type Side = keyof typeof SIZES;

function createLayout() {
  const stored = (side: Side) => createStoredSize(`mapwright-mapping-${side}`, SIZES[side]);
  return { source: stored('source'), targets: stored('targets'), output: stored('output'), maximized: signal('') };
}

interface LayoutProps {
  readonly source: ComponentChildren;
  readonly targets: ComponentChildren;
  readonly expression: ComponentChildren;
  readonly output: ComponentChildren;
}

/** Arranges the four panes of the mapping screen, with splitters between them. */
export function Layout({ source, targets, expression, output }: LayoutProps) {
  const layout = useMemo(createLayout, []);
  useEffect(
    () => () => {
      for (const side of Object.keys(SIZES) as Side[]) layout[side].stop();
    },
    [layout],
  );
  const { maximized } = layout;
  const percent = (side: Side) => `${layout[side].size.value}%`;
  const splitter = (side: Side) => ({ ...SIZES[side], size: layout[side].size, class: `splitter-${side}` });
  return (
    <div
      class={`mapping ${maximized.value === '' ? '' : 'mapping-maximized'}`}
      style={{ '--source': percent('source'), '--targets': percent('targets'), '--output': percent('output') }}
    >
      <Pane id="source" maximized={maximized}>
        {source}
      </Pane>
      <Splitter label="Width of the source" orientation="vertical" side="start" {...splitter('source')} />
      <Pane id="targets" maximized={maximized}>
        {targets}
      </Pane>
      <Splitter label="Height of the targets" orientation="horizontal" side="start" {...splitter('targets')} />
      <Pane id="expression" maximized={maximized}>
        {expression}
      </Pane>
      <Splitter label="Width of the output" orientation="vertical" side="end" {...splitter('output')} />
      <Pane id="output" maximized={maximized}>
        {output}
      </Pane>
    </div>
  );
}
