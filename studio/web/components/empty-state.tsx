import type { ComponentChildren } from 'preact';

/** Nothing is here yet: why, and what to do about it. */
export const EmptyState = ({ title, children }: { readonly title: string; readonly children: ComponentChildren }) => (
  <section class="empty">
    <h1>{title}</h1>
    {children}
  </section>
);
