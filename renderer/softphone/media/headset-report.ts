/** The part of a HID report that one usage takes, as WebHID describes it. */
export interface HidItem {
  readonly usages?: readonly number[];
  readonly isRange?: boolean;
  readonly usageMinimum?: number;
  readonly reportSize?: number;
  readonly reportCount?: number;
}
export interface HidReport {
  readonly reportId: number;
  readonly items?: readonly HidItem[];
}
export interface HidCollection {
  readonly usagePage?: number;
  readonly inputReports?: readonly HidReport[];
  readonly outputReports?: readonly HidReport[];
  readonly children?: readonly HidCollection[];
}

/** The buttons of a headset and its lights, by their numbers in the HID usage tables. */
export const usages = {
  hook: 0x0b_0020,
  flash: 0x0b_0021,
  mute: 0x0b_002f,
  offHookLight: 0x08_0017,
  muteLight: 0x08_0009,
  ringLight: 0x08_0018,
  holdLight: 0x08_0020,
} as const;
export type Usage = keyof typeof usages;

/** Where the bit of a usage stands, and how long its report is. */
export interface Place {
  readonly reportId: number;
  readonly bit: number;
  readonly bytes: number;
}
export type Layout = ReadonlyMap<Usage, Place>;

const names = new Map<number, Usage>((Object.keys(usages) as readonly Usage[]).map((name) => [usages[name], name]));

/** Where the usages that a telephone knows stand in the reports of a device. */
export function layoutOf(collections: readonly HidCollection[], way: 'inputReports' | 'outputReports'): Layout {
  const places = new Map<Usage, Place>();
  const all = collections.flatMap(withChildren).flatMap((collection) => collection[way] ?? []);
  for (const { reportId, items = [] } of all) {
    const bytes = Math.ceil(items.reduce((bits, { reportSize = 0, reportCount = 0 }) => bits + reportSize * reportCount, 0) / 8);
    let bit = 0;
    for (const item of items) {
      const { reportSize = 0, reportCount = 0 } = item;
      for (let place = 0; place < reportCount; place++) {
        const name = names.get(usageAt(item, place));
        if (name && reportSize === 1 && !places.has(name)) places.set(name, { reportId, bit, bytes });
        bit += reportSize;
      }
    }
  }
  return places;
}

/** The buttons that a report tells of, pressed or not. */
export function pressedIn(layout: Layout, reportId: number, data: DataView): ReadonlyMap<Usage, boolean> {
  const own = [...layout].filter(([, place]) => place.reportId === reportId && place.bit >> 3 < data.byteLength);
  return new Map(own.map(([name, { bit }]) => [name, (data.getUint8(bit >> 3) & (1 << (bit & 7))) !== 0]));
}

/** The reports that make exactly these lights shine. */
export function lightsAs(layout: Layout, shining: ReadonlySet<Usage>): readonly { readonly reportId: number; readonly data: Uint8Array<ArrayBuffer> }[] {
  const reports = new Map<number, Uint8Array<ArrayBuffer>>();
  for (const [name, { reportId, bit, bytes }] of layout) {
    const data = reports.get(reportId) ?? new Uint8Array(bytes);
    if (shining.has(name)) data[bit >> 3] = (data[bit >> 3] ?? 0) | (1 << (bit & 7));
    reports.set(reportId, data);
  }
  return [...reports].map(([reportId, data]) => ({ reportId, data }));
}

const withChildren = (collection: HidCollection): readonly HidCollection[] => [collection, ...(collection.children ?? []).flatMap(withChildren)];

function usageAt({ isRange, usageMinimum = 0, usages: own = [] }: HidItem, place: number): number {
  if (isRange === true) return usageMinimum + place;
  return own[Math.min(place, own.length - 1)] ?? 0;
}
