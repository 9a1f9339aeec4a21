import type { Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';

interface SplitterProps {
  /** Accessible name, for example "Width of the sample". */
  readonly label: string;
  /** Direction of the line: a vertical one changes widths. */
  readonly orientation: 'vertical' | 'horizontal';
  /** Size of the controlled pane, in percent of the container. */
  readonly size: Signal<number>;
  readonly initial: number;
  readonly min: number;
  readonly max: number;
  /** Side of the splitter on which the controlled pane is. */
  readonly side: 'start' | 'end';
  readonly class?: string;
}

/** Percent by which an arrow key moves the splitter. */
const STEP = 2;

const KEYS: Readonly<Record<SplitterProps['orientation'], Readonly<Record<string, number>>>> = {
  vertical: { ArrowLeft: -STEP, ArrowRight: STEP },
  horizontal: { ArrowUp: -STEP, ArrowDown: STEP },
};

/** Returns the share of the controlled pane when the splitter is at the pointer, in percent. */
function shareAt({ clientX, clientY }: PointerEvent, container: Element, { orientation, side }: SplitterProps): number {
  const { left, top, width, height } = container.getBoundingClientRect();
  const share = orientation === 'vertical' ? (clientX - left) / width : (clientY - top) / height;
  return 100 * (side === 'start' ? share : 1 - share);
}

/** Returns the size after a key, or undefined when the key does not move the splitter. */
function sizeAfterKey(key: string, { orientation, side, size, initial, min, max }: SplitterProps): number | undefined {
  if (key === 'Home') return min;
  if (key === 'End') return max;
  if (key === 'Enter') return initial;
  const step = KEYS[orientation][key];
  return step === undefined ? undefined : size.peek() + (side === 'start' ? step : -step);
}

/** Line between panes that pointers drag and arrow keys move; Enter and a double click restore the initial size. */
export function Splitter(props: SplitterProps) {
  const { label, orientation, size, initial, min, max, class: name = '' } = props;
  const line = useRef<HTMLDivElement>(null);
  const set = (next: number) => {
    size.value = Math.round(10 * Math.max(min, Math.min(next, max))) / 10;
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.preventDefault();
    line.current?.focus();
    line.current?.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    const container = line.current?.parentElement;
    if (container && line.current?.hasPointerCapture(event.pointerId)) set(shareAt(event, container, props));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = sizeAfterKey(event.key, props);
    if (next === undefined) return;
    event.preventDefault();
    set(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is a widget with a value, which hr is not
    <div
      ref={line}
      class={`splitter splitter-${orientation} ${name}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={Math.round(size.value)}
      aria-valuemin={min}
      aria-valuemax={max}
      title="Drag to resize. Double-click to restore the size."
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onDblClick={() => set(initial)}
      onKeyDown={onKeyDown}
    />
  );
}
