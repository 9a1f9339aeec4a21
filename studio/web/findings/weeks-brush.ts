import type { Signal } from '@preact/signals';
import { showWeeks, type Week } from './weeks.ts';

/** Weeks of a brush: where it starts, and where the pointer or the keyboard is. They are equal for a single week. */
export interface Brush {
  readonly from: number;
  readonly to: number;
}

/** Returns the first and the last week of a brush. */
export const order = ({ from, to }: Brush) => ({ first: Math.min(from, to), last: Math.max(from, to) });

function showBrushed(brush: Signal<Brush | undefined>, weeks: readonly Week[]): void {
  const range = brush.peek();
  const { first, last } = order(range ?? { from: -1, to: -1 });
  const [from, to] = [weeks[first], weeks[last]];
  brush.value = undefined;
  if (from && to) showWeeks(from, to);
}

/** Pointer handlers: a move shows a week, a click filters by it, and dragging filters by a range. */
export function pointerEvents(brush: Signal<Brush | undefined>, weeks: readonly Week[]) {
  const weekAt = (event: PointerEvent): number => {
    const { left, width } = (event.currentTarget as Element).getBoundingClientRect();
    const at = Math.floor((weeks.length * (event.clientX - left)) / width);
    return Math.max(0, Math.min(at, weeks.length - 1));
  };
  const isBrushing = (event: PointerEvent) => (event.currentTarget as Element).hasPointerCapture(event.pointerId);
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      brush.value = { from: weekAt(event), to: weekAt(event) };
    },
    onPointerMove: (event: PointerEvent) => {
      const at = weekAt(event);
      brush.value = { from: isBrushing(event) ? (brush.peek()?.from ?? at) : at, to: at };
    },
    onPointerUp: (event: PointerEvent) => {
      if (isBrushing(event)) showBrushed(brush, weeks);
    },
    onPointerCancel: () => {
      brush.value = undefined;
    },
    onPointerLeave: (event: PointerEvent) => {
      if (!isBrushing(event)) brush.value = undefined;
    },
  };
}

/** Returns the week that a key moves to; undefined for other keys. */
function moveByKey(key: string, at: number, last: number): number | undefined {
  if (key === 'ArrowLeft' || key === 'ArrowDown') return Math.max(0, at - 1);
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(last, at + 1);
  if (key === 'Home') return 0;
  return key === 'End' ? last : undefined;
}

/** Keyboard handlers: arrows show a week, Shift extends the range, Enter filters by it, and Escape ends it. */
export function keyEvents(brush: Signal<Brush | undefined>, weeks: readonly Week[]) {
  const last = weeks.length - 1;
  return {
    onFocus: ({ currentTarget }: FocusEvent) => {
      if ((currentTarget as Element).matches(':focus-visible')) brush.value ??= { from: last, to: last };
    },
    onBlur: () => {
      brush.value = undefined;
    },
    onKeyDown: (event: KeyboardEvent) => {
      const current = brush.peek() ?? { from: last, to: last };
      const to = moveByKey(event.key, current.to, last);
      if (to !== undefined) brush.value = { from: event.shiftKey ? current.from : to, to };
      else if (event.key === 'Enter') showBrushed(brush, weeks);
      else if (event.key === 'Escape') brush.value = undefined;
      else return;
      event.preventDefault();
    },
  };
}
