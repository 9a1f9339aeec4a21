import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import './page.css';

interface Crumb {
  readonly href: string;
  readonly title: string;
}

interface PageProps {
  readonly title: ComponentChildren;
  /** Breadcrumbs, outermost first. */
  readonly within?: readonly Crumb[];
  readonly note?: ComponentChildren;
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** Screen with breadcrumbs, title, note and tools above its content. */
export const Page = ({ title, within = [], note, tools, children }: PageProps) => (
  <div class="page">
    <header class="page-head">
      <div class="page-title">
        {within.length > 0 && (
          <nav class="page-within" aria-label="Breadcrumbs">
            {within.map((crumb) => (
              <span key={crumb.href}>
                <a href={crumb.href}>{crumb.title}</a> <Icon name="right" />
              </span>
            ))}
          </nav>
        )}
        <h1>{title}</h1>
        {note && <div class="page-note">{note}</div>}
      </div>
      <div class="page-tools">{tools}</div>
    </header>
    {children}
  </div>
);
