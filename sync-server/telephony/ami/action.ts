/** What is asked of the PBX; a value may stand several times, as channel variables do. */
export type AmiFields = Readonly<Record<string, string | number | readonly string[]>>;

/** A value that would have begun a line of its own, and with it an action of its own. */
export class UnsafeValue extends Error {}

/** An action as it goes over the wire; CR, LF and NUL are refused before the socket sees them. */
export function actionText(action: string, fields: AmiFields): string {
  const lines = Object.entries({ Action: action, ...fields }).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((each) => `${safe(key, key)}: ${safe(key, String(each))}\r\n`),
  );
  return `${lines.join('')}\r\n`;
}

function safe(key: string, text: string): string {
  if (/[\r\n\0]/.test(text)) throw new UnsafeValue(`The PBX is not asked: ${JSON.stringify(key.slice(0, 40))} holds a line break or a NUL.`);
  if (text.length > 4_096) throw new UnsafeValue(`The PBX is not asked: ${JSON.stringify(key.slice(0, 40))} is longer than 4,096 characters.`);
  return text;
}
