import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { toErrorBody } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import { Button } from '../components/button.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Icon, type IconName } from '../components/icon.tsx';
import { Kbd } from '../components/kbd.tsx';
import { Loading } from '../components/loading.tsx';
import { catalogue, loadCatalogue } from './catalogue.ts';
import { type Command, useCommands } from './commands.ts';
import { useKeys } from './keys.ts';
import { LeaveDialog } from './leave-guard.tsx';
import { LinkBanner } from './link-banner.tsx';
import { NotFound } from './not-found.tsx';
import { openPalette, Palette } from './palette.tsx';
import { navigate, path } from './router.ts';
import { findRoute, navigationItems, type Route } from './routes.ts';
import { setTheme, THEMES, type Theme, theme } from './theme.ts';
import { showToast, Toasts } from './toasts.tsx';

const THEME_ICONS: Readonly<Record<Theme, IconName>> = { system: 'system', light: 'sun', dark: 'moon' };

const nextTheme = (): Theme => THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? 'system';

const isHere = (href: string): boolean =>
  href === '/' ? path.value === '/' || path.value.startsWith('/c/') : path.value.startsWith(href);

const MENU = 'menu';

/** Links to the screens: a row, or on a small screen a menu. */
function Navigation() {
  const list = useRef<HTMLElement>(null);
  useEffect(() => list.current?.hidePopover(), [path.value]);
  return (
    <nav ref={list} id={MENU} class="places" aria-label="Main" popover="auto">
      {navigationItems.map(({ href, title }) => (
        <a key={href} href={href} aria-current={isHere(href) ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}

const Bar = () => (
  <header class="bar">
    <a class="brand" href="/" aria-label="Mapwright studio, catalogue">
      <img src="/favicon.svg" alt="" width="20" height="20" />
      <span>Mapwright</span>
    </a>
    <Navigation />
    {catalogue.value?.demo && (
      <span class="demo" title="Simulated vendors with generated data. No data leaves this machine.">
        Demo<span class="bar-wide">: simulated vendors</span>
      </span>
    )}
    <span class="grow" />
    <Button onClick={openPalette}>
      <Icon name="search" />
      Commands{' '}
      <span class="bar-wide">
        <Kbd keys="Mod+k" />
      </span>
    </Button>
    <Button kind="icon" label={`Theme: ${theme.value}`} onClick={() => setTheme(nextTheme())}>
      <Icon name={THEME_ICONS[theme.value]} />
    </Button>
    <button type="button" class="button bar-menu" popovertarget={MENU}>
      <Icon name="menu" /> Menu
    </button>
  </header>
);

function Page({ route }: { readonly route: Route }) {
  const { state, reload } = useResource(route.pattern, route.load);
  if (state.value.kind === 'loading') return <Loading />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  const { Screen } = state.value.value;
  return <Screen key={JSON.stringify(route.params)} params={route.params} />;
}

/** Returns navigation commands for every screen, connector and map. */
function listNavigationCommands(): Command[] {
  const connectors = catalogue.value?.connectors ?? [];
  return [
    ...navigationItems.map(({ href, title }) => ({ title, group: 'Go to', run: () => navigate(href) })),
    ...connectors.flatMap(({ id, title, maps }) => [
      ...maps.map((map) => ({
        title: `${title}: ${map.name} map`,
        group: 'Mapping',
        run: () => navigate(`/c/${id}/map/${map.name}`),
      })),
      { title, group: 'Guide', run: () => navigate(`/c/${id}`) },
    ]),
    ...THEMES.map((name) => ({ title: `Theme: ${name}`, group: 'Appearance', run: () => setTheme(name) })),
  ];
}

/** Frame of every screen: navigation bar, command palette and toasts. */
export function Shell() {
  const route = findRoute(path.value);
  useEffect(() => {
    loadCatalogue().catch((thrown) => showToast(toErrorBody(thrown).message, { tone: 'bad' }));
  }, []);
  useKeys(
    {
      'Mod+k': (event) => {
        event.preventDefault();
        openPalette();
      },
    },
    [],
  );
  useCommands(listNavigationCommands(), [catalogue.value]);
  return (
    <>
      <Bar />
      <LinkBanner />
      <main class="screen">{route ? <Page key={route.pattern} route={route} /> : <NotFound />}</main>
      <Palette />
      <LeaveDialog />
      <Toasts />
    </>
  );
}

/** Header of a screen, below the navigation bar. */
export const ScreenHead = ({ children }: { readonly children: ComponentChildren }) => (
  <div class="screen-head">{children}</div>
);
