/** A fresh UUIDv7: the id of a command, drawn once for each form. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const time = Date.now().toString(16).padStart(12, '0');
  const rest = Array.from(bytes.slice(6), (byte, place) => {
    if (place === 0) return (byte & 0x0f) | 0x70;
    return place === 2 ? (byte & 0x3f) | 0x80 : byte;
  });
  const hex = time + rest.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
