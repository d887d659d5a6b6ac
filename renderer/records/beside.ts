/** The answers that lie beside one, by their last names. */
export function besideOf(name: string, answers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const stem = name.slice(0, name.lastIndexOf('.') + 1);
  return Object.fromEntries(Object.entries(answers).flatMap(([key, value]) => (key.startsWith(stem) ? [[key.slice(stem.length), value]] : [])));
}
