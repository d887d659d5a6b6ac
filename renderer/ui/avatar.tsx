import styles from './avatar.module.css';

/** The initials of a name on a colour that is always the same for it. */
export function Initials({ name, size = 24 }: { readonly name: string; readonly size?: number }) {
  const words = name.trim().split(/\s+/);
  const letters = `${first(words[0])}${words.length > 1 ? first(words.at(-1)) : ''}`.toLocaleUpperCase();
  const hue = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
  return (
    <span className={styles['initials']} style={{ width: size, height: size, fontSize: Math.round(size * 0.4), ['--hue' as string]: hue }} aria-hidden>
      {letters}
    </span>
  );
}

const first = (word = ''): string => [...word][0] ?? '';
