import type { ComponentChildren } from 'preact';

/** Placeholder for an empty list or a missing page, with the next step. */
export const EmptyState = ({ title, children }: { readonly title: string; readonly children: ComponentChildren }) => (
  <section class="empty">
    <h1>{title}</h1>
    {children}
  </section>
);
