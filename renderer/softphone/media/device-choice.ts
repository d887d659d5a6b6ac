/** A device that a person has chosen, most wanted first; the label finds it again when the browser has given it a new id. */
export interface DevicePreference {
  readonly id: string;
  readonly label: string;
}

/** The devices that a person likes best, in order, for each thing that they are for. */
export interface DevicePreferences {
  readonly microphone: readonly DevicePreference[];
  readonly speaker: readonly DevicePreference[];
  /** Where it rings; empty means where calls are heard. */
  readonly ringer: readonly DevicePreference[];
}

export const noPreferences: DevicePreferences = { microphone: [], speaker: [], ringer: [] };

interface Device {
  readonly kind: string;
  readonly deviceId: string;
  readonly label: string;
}

/** The id of the best device that is there now; null leaves the choice to the system. */
export function pick(devices: readonly Device[], kind: 'audioinput' | 'audiooutput', preferred: readonly DevicePreference[]): string | null {
  const here = devices.filter((device) => device.kind === kind);
  for (const { id, label } of preferred) {
    const found = here.find(({ deviceId }) => deviceId === id) ?? here.find((device) => label !== '' && device.label === label);
    if (found) return found.deviceId;
  }
  return null;
}

/** The preferences after a person chose a device: it goes to the front, and the ones before it stay as second choice. */
export const prefer = (preferred: readonly DevicePreference[], chosen: DevicePreference): readonly DevicePreference[] =>
  [chosen, ...preferred.filter(({ id, label }) => id !== chosen.id && label !== chosen.label)].slice(0, 8);
