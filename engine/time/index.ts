export { addDuration } from './calendar.ts';
export { type Duration, durationMs, durationText, parseDuration } from './duration.ts';
export { formatTime } from './format.ts';
export { parseHttpDate } from './http-date.ts';
export { instantFromMillis, instantFromUtc, millisFromUtc } from './instant.ts';
export { namedZone, parseIso, parseTime } from './parse.ts';
export { resolveInstant, type Span, windows } from './windows.ts';
export { isZone, type Zone, zoneOf } from './zone.ts';
