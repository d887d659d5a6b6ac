/** One section of an Asterisk file; a key may stand in it many times. */
export interface Section {
  readonly name: string;
  readonly entries: readonly (readonly [key: string, value: string | number])[];
}

/** An Asterisk file. A value that would begin another line or comment is refused: it would be configuration of its own. */
export const ini = (sections: readonly Section[]): string =>
  sections.map(({ name, entries }) => `[${checked('section', name)}]\n${entries.map(([key, value]) => `${key} = ${checked(key, String(value))}\n`).join('')}`).join('\n');

/** Makes a section of an object. */
export const section = (name: string, entries: Readonly<Record<string, string | number>> = {}): Section => ({ name, entries: Object.entries(entries) });

function checked(key: string, value: string): string {
  // A semicolon begins a comment unless a backslash stands before it.
  if (/[\r\n\0]|(?<!\\);/.test(value)) throw new Error(`The PBX's setting “${key}” must be one line without a semicolon, not “${value.slice(0, 60)}”.`);
  return value;
}
