/** One message of the manager interface: a value by its key. A key that came several times has its values one to a line. */
export type AmiMessage = Readonly<Record<string, string>>;

/** Cuts a stream of bytes into messages, however the network cut it. */
export interface MessageReader {
  readonly read: (chunk: Uint8Array) => readonly AmiMessage[];
  /** Messages that were too large to be read, and were left out. */
  readonly dropped: () => number;
}

/** Beyond this a message is left out, and reading goes on after it: whoever calls may choose a name of any length. */
export const largestMessage = 256 * 1024;

const newline = 10;

/** Reads Asterisk's `Key: Value` lines up to the empty one; the greeting, which is not such a line, is passed over. */
export function createMessageReader(largest = largestMessage): MessageReader {
  // What a caller is named may be any bytes: those that are not UTF-8 become U+FFFD, nothing is refused.
  const decoder = new TextDecoder('utf-8');
  let pending: Uint8Array = new Uint8Array(0);
  let lines: string[] = [];
  let size = 0;
  let dropped = 0;

  const finish = (): AmiMessage | null => {
    const [read, isTooLarge] = [lines, size > largest];
    lines = [];
    size = 0;
    if (isTooLarge) dropped++;
    return isTooLarge || read.length === 0 ? null : messageOf(read);
  };

  return {
    read: (chunk) => {
      const bytes = pending.length === 0 ? chunk : joined(pending, chunk);
      const messages: AmiMessage[] = [];
      let start = 0;
      for (let end = bytes.indexOf(newline); end !== -1; start = end + 1, end = bytes.indexOf(newline, start)) {
        const line = bytes.subarray(start, bytes[end - 1] === 13 && end > start ? end - 1 : end);
        if (line.length === 0) {
          const message = finish();
          if (message) messages.push(message);
          continue;
        }
        size += line.length;
        if (size <= largest) lines.push(decoder.decode(line));
      }
      // Of a line without an end only its size is kept once it is too long, and as much as tells it from an empty one.
      const rest = bytes.subarray(start);
      if (size + rest.length > largest) {
        size += rest.length;
        lines = [];
        pending = rest.slice(-2);
      } else pending = rest.slice();
      return messages;
    },
    dropped: () => dropped,
  };
}

function messageOf(lines: readonly string[]): AmiMessage {
  // A key such as __proto__ is a key like any other.
  const message: Record<string, string> = Object.create(null);
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const key = line.slice(0, colon).trim();
    const value = line.slice(colon + 1).replace(/^ /, '');
    message[key] = message[key] === undefined ? value : `${message[key]}\n${value}`;
  }
  return message;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
