import type { ComponentType } from 'preact';

/** What a screen is given: the names in its path. */
export type Params = Readonly<Record<string, string>>;
type Screen = ComponentType<{ readonly params: Params }>;

interface ScreenModule {
  readonly Screen: Screen;
}

/** Path → the folder whose `screen.tsx` exports `Screen`. A screen is a folder and a row; it is loaded when it is opened. */
const ROWS = {
  '/': 'catalogue',
  '/c/:id': 'guide',
  '/c/:id/map/:map': 'mapping',
  '/c/:id/setup': 'wizard',
  '/connections': 'connections',
  '/connections/:id': 'connection',
  '/connections/:connection/edit': 'wizard',
  '/runs': 'run',
  '/runs/:id': 'run',
  '/assets': 'assets',
  '/findings': 'findings',
} as const;

const SCREENS = import.meta.glob<ScreenModule>('../*/screen.tsx');

const findLoader = (folder: string) => SCREENS[`../${folder}/screen.tsx`];

/** The names in `path` when it has the form of `pattern`. */
function matchPath(pattern: string, path: string): Params | undefined {
  const [want, got] = [pattern.split('/'), path.split('/')];
  if (want.length !== got.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of want.entries()) {
    const given = got[at] ?? '';
    if (part.startsWith(':') && given !== '') params[part.slice(1)] = decodeURIComponent(given);
    else if (part !== given) return undefined;
  }
  return params;
}

export interface Route {
  readonly pattern: string;
  readonly params: Params;
  readonly load: () => Promise<ScreenModule>;
}

/** The route of a path, when this build has its screen. */
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

/** What the bar at the top leads to: the screens of this build that need no name in their path. */
export const navigationItems = PLACES.filter(({ folder }) => findLoader(folder));

/** Whether this build has the screen of a folder: before one links to it. */
export const hasScreen = (folder: (typeof ROWS)[keyof typeof ROWS]): boolean => findLoader(folder) !== undefined;
