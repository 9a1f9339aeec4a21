import { computed, signal } from '@preact/signals';

const currentUrl = () => new URL(window.location.href);

/** Current URL, which contains all state that a link should share. */
export const location = signal(currentUrl());

/** Returns the value of a query parameter, or '' when it is absent. */
export const readQueryParameter = (name: string): string => location.value.searchParams.get(name) ?? '';

export const path = computed(() => location.value.pathname);

interface Move {
  /** Replaces the current history entry, for changes within a view. */
  readonly replace?: boolean;
}

/** Returns false to prevent a navigation; `leave` continues it later. */
type LeaveGuard = (target: URL, leave: () => void) => boolean;

const guards: LeaveGuard[] = [];

/** Asks guards one after the other; each continues with the next one. */
function askGuards([guard, ...others]: readonly LeaveGuard[], target: URL, leave: () => void): boolean {
  if (!guard) return true;
  const askOthers = () => askGuards(others, target, leave);
  return guard(target, () => askOthers() && leave()) && askOthers();
}

const mayLeave: LeaveGuard = (target, leave) => askGuards(guards.toReversed(), target, leave);

/** Adds a function that is asked before each navigation, the newest first. Returns the function that removes it. */
export function addLeaveGuard(guard: LeaveGuard): () => void {
  guards.push(guard);
  return () => void guards.splice(guards.indexOf(guard), 1);
}

/** Navigates to `href` without reloading the page, unless the guard prevents it. */
export function navigate(href: string, move: Move = {}): void {
  const target = new URL(href, window.location.href);
  if (target.href === window.location.href) return;
  if (mayLeave(target, () => moveTo(target, move))) moveTo(target, move);
}

function moveTo(target: URL, { replace = false }: Move): void {
  window.history[replace ? 'replaceState' : 'pushState'](null, '', target);
  location.value = target;
}

/** Sets query parameters of the current URL; an empty value removes the parameter. */
export function setQuery(values: Readonly<Record<string, string>>, move: Move = { replace: true }): void {
  const target = currentUrl();
  for (const [name, value] of Object.entries(values)) {
    if (value === '') target.searchParams.delete(name);
    else target.searchParams.set(name, value);
  }
  navigate(target.href, move);
}

const isPlain = (event: MouseEvent): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && !event.defaultPrevented;

function follow(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || !isPlain(event) || link.target || link.hasAttribute('download')) return;
  if (link.origin !== window.location.origin || link.pathname.startsWith('/api/')) return;
  if (link.hash && link.pathname === window.location.pathname) return;
  event.preventDefault();
  navigate(link.href);
  window.scrollTo(0, 0);
}

/** Follows the browser's back and forward. Where the guard prevents it, the current URL becomes the newest entry again. */
function followHistory(): void {
  const target = currentUrl();
  if (mayLeave(target, () => moveTo(target, {}))) location.value = target;
  else window.history.pushState(null, '', location.peek());
}

/** Starts to update `location` on link clicks and on the browser's back and forward. */
export function startRouter(): void {
  window.addEventListener('popstate', followHistory);
  window.addEventListener('hashchange', () => {
    location.value = currentUrl();
  });
  document.addEventListener('click', follow);
}
