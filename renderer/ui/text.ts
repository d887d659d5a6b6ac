import { number } from './format.ts';
import { messages } from './messages.ts';

type Messages = typeof messages;
export type MessageKey = keyof Messages;
type Params<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? { readonly [K in Name]: string | number } & Params<Rest> : object;
type Given<Text> = keyof Params<Text> extends never ? [] : [Params<Text>];
type Counted = MessageKey extends infer Key ? (Key extends `${infer Stem}.other` ? Stem : never) : never;

const plural = new Intl.PluralRules('en');

/** A text of the catalogue with its gaps filled in. */
export function t<Key extends MessageKey>(key: Key, ...[params]: Given<Messages[Key]>): string {
  return fill(messages[key], { ...params });
}

/** The form of a text that fits a number; the number itself fills `{n}`. */
export function tn(stem: Counted, n: number): string {
  const key: string = `${stem}.${plural.select(n)}`;
  return fill(isMessage(key) ? messages[key] : messages[`${stem}.other`], { n: number(n) });
}

/** The text of a code that the domain or the desk gave, or the words that came with it. */
export function ofCode(prefix: string, code: string, otherwise: string): string {
  const key = `${prefix}.${code}`;
  return isMessage(key) ? messages[key] : otherwise;
}

const isMessage = (key: string): key is MessageKey => key in messages;

function fill(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}
