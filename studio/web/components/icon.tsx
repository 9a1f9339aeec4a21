/** Outlines on a grid of 16 with a stroke width of 1.5. */
const PATHS = {
  check: 'M3 8.5 6.5 12 13 4.5',
  alert: 'M8 2.2 14.3 13.5H1.7ZM8 6.5v3.2M8 11.6v.2',
  close: 'M4 4l8 8M12 4l-8 8',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M3 13l1.1-1.1M11.9 4.1 13 3',
  moon: 'M13 9.6A5.6 5.6 0 0 1 6.4 3 5.6 5.6 0 1 0 13 9.6Z',
  system: 'M2 3h12v8H2ZM6 14h4M8 11v3',
  undo: 'M3 6h6.5a3.5 3.5 0 0 1 0 7H6M3 6l3-3M3 6l3 3',
  redo: 'M13 6H6.5a3.5 3.5 0 0 0 0 7H10M13 6l-3-3M13 6l-3 3',
  share: 'M6.5 9.5l3-3M5 7.5 3.5 9a2.5 2.5 0 0 0 3.5 3.5L8.5 11M11 8.5 12.5 7A2.5 2.5 0 0 0 9 3.5L7.5 5',
  save: 'M3 2.5h8l2.5 2.5v8.5h-10.5ZM5.5 2.5v3.5h5v-3.5M5.5 13.5v-4h5v4',
  download: 'M8 2v8M5 7l3 3 3-3M3 13h10',
  upload: 'M8 11V3M5 6l3-3 3 3M3 13h10',
  plus: 'M8 3v10M3 8h10',
  left: 'M10 3.5 5.5 8l4.5 4.5',
  right: 'M6 3.5 10.5 8 6 12.5',
  arrow: 'M2.5 8h11M9.5 4l4 4-4 4',
  test: 'M5.5 2h5M6.5 2v4L3 12.5c-.4.8.1 1.5 1 1.5h8c.9 0 1.4-.7 1-1.5L9.5 6V2M4.8 10h6.4',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.5 9h6l.5-9',
  maximize: 'M9.5 3H13v3.5M13 3 9 7M6.5 13H3V9.5M3 13l4-4',
  minimize: 'M13 6.5H9.5V3M9.5 6.5 13.5 2.5M3 9.5h3.5V13M6.5 9.5 2.5 13.5',
  menu: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.5 10.5l3.5 3.5',
  filter: 'M2 4h12M4.5 8h7M6.5 12h3',
  book: 'M2.5 3c2-.7 4-.5 5.5.5v10c-1.5-1-3.5-1.2-5.5-.5ZM13.5 3c-2-.7-4-.5-5.5.5v10c1.5-1 3.5-1.2 5.5-.5Z',
  plug: 'M6 2v3M10 2v3M4.5 5h7v3a3.5 3.5 0 0 1-7 0ZM8 11.5V14',
  copy: 'M5.5 5.5h8v8h-8ZM10.5 5.5v-3h-8v8h3',
  spark: 'M8 1.5 9.5 6.5 14.5 8 9.5 9.5 8 14.5 6.5 9.5 1.5 8 6.5 6.5Z',
} as const;

export type IconName = keyof typeof PATHS;

/** Decorative icon, hidden from screen readers. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);
