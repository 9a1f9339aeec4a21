import { computed, signal } from '@preact/signals';

const currentUrl = () => new URL(window.location.href);

/** Where the page is: all of its state that a link should carry. */
export const location = signal(currentUrl());

/** The value of one name in the query; '' when it is not there. */
export const readQueryParameter = (name: string): string => location.value.searchParams.get(name) ?? '';

export const path = computed(() => location.value.pathname);

interface Move {
  /** Does not make an entry in the history: for what changes while one looks. */
  readonly replace?: boolean;
}

/** Goes to `href` without loading the page anew. */
export function navigate(href: string, { replace = false }: Move = {}): void {
  const target = new URL(href, window.location.href);
  if (target.href === window.location.href) return;
  window.history[replace ? 'replaceState' : 'pushState'](null, '', target);
  location.value = target;
}

/** Sets names of the query in place; an empty value takes its name away. */
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

/** From here on, links of the page and the browser's back and forward change `location`. */
export function startRouter(): void {
  window.addEventListener('popstate', () => {
    location.value = currentUrl();
  });
  window.addEventListener('hashchange', () => {
    location.value = currentUrl();
  });
  document.addEventListener('click', follow);
}
