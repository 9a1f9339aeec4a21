/** Time zone with the text by which a list finds it. */
export interface ZoneOption {
  readonly zone: string;
  /** City and current offset: `Kolkata, GMT+05:30`. */
  readonly title: string;
}

/** Current names of zones that browsers list under a former name of the city. */
const RENAMED: Readonly<Record<string, string>> = {
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** Returns the offset of a zone at a time: `GMT+05:30`. */
function formatOffset(zone: string, at: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

/** Lists all time zones with their city and offset. */
export function listZones(now = Date.now()): readonly ZoneOption[] {
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').map((zone) => RENAMED[zone] ?? zone)];
  return [...new Set(zones)].map((zone) => ({ zone, title: `${cityOf(zone)}, ${formatOffset(zone, now)}` }));
}

/** Returns the name of the zone that is typed in another case or with spaces around it; any other text as it is. */
export function spellZone(text: string, zones: readonly ZoneOption[]): string {
  const typed = text.trim().toLowerCase();
  const isTyped = (name: string) => name.toLowerCase() === typed;
  const known = zones.find(({ zone }) => isTyped(zone))?.zone;
  return known ?? Object.entries(RENAMED).find(([former]) => isTyped(former))?.[1] ?? text;
}
