import type { ComponentType } from 'preact';

/** Path parameters of a screen. */
export type Params = Readonly<Record<string, string>>;
type Screen = ComponentType<{ readonly params: Params }>;

interface ScreenModule {
  readonly Screen: Screen;
}

/** Folders by path; `screen.tsx` of the folder exports `Screen`, which is loaded on first use. */
const ROWS = {
  '/': 'catalogue',
  '/new': 'new-connector',
  '/c/:id': 'guide',
  '/c/:id/map/:map': 'mapping',
  '/c/:id/setup': 'wizard',
  '/connections': 'connections',
  '/connections/:id': 'connection',
  '/connections/:connection/edit': 'wizard',
  '/connections/:connection/records/:entity': 'records',
  '/runs': 'run',
  '/runs/:id': 'run',
  '/assets': 'assets',
  '/findings': 'findings',
} as const;

const SCREENS = import.meta.glob<ScreenModule>('../*/screen.tsx');

const findLoader = (folder: string) => SCREENS[`../${folder}/screen.tsx`];

/** Matches `path` against `pattern`; returns its parameters, or undefined when it does not match. */
function matchPath(pattern: string, path: string): Params | undefined {
  const [expected, actual] = [pattern.split('/'), path.split('/')];
  if (expected.length !== actual.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of expected.entries()) {
    const value = actual[at] ?? '';
    if (part.startsWith(':') && value !== '') params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return params;
}

export interface Route {
  readonly pattern: string;
  readonly params: Params;
  readonly load: () => Promise<ScreenModule>;
}

/** Returns the route of a path, or undefined when no screen matches. */
export function findRoute(path: string): Route | undefined {
  for (const [pattern, folder] of Object.entries(ROWS)) {
    const params = matchPath(pattern, path.length > 1 ? path.replace(/\/$/, '') : path);
    const load = findLoader(folder);
    if (params && load) return { pattern, params, load };
  }
  return undefined;
}

const PLACES = [
  { href: '/', title: 'Catalogue', folder: 'catalogue' },
  { href: '/connections', title: 'Connections', folder: 'connections' },
  { href: '/runs', title: 'Runs', folder: 'run' },
  { href: '/assets', title: 'Assets', folder: 'assets' },
  { href: '/findings', title: 'Findings', folder: 'findings' },
] as const;

/** Entries of the navigation bar: screens of this build without path parameters. */
export const navigationItems = PLACES.filter(({ folder }) => findLoader(folder));

/** Returns true when this build contains the screen of a folder. */
export const hasScreen = (folder: (typeof ROWS)[keyof typeof ROWS]): boolean => findLoader(folder) !== undefined;
