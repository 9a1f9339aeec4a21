export { formatAbout } from './about.ts';
export { formatDiscovery } from './catalog.ts';
export { createSingerWriter } from './messages.ts';
export { readSelection, selectAll } from './selection.ts';
export { readState } from './state.ts';
