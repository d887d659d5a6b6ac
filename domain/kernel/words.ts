/** A name as it stands inside a sentence: "SLA policy" keeps its capitals, "Team member" loses its own. */
export const inSentence = (name: string): string => name.replace(/\b[A-Z][a-z]*\b/g, (word) => word.toLowerCase());

/** The same with the article that its sound asks for. */
export function withArticle(name: string): string {
  const noun = inSentence(name);
  return `${/^(?:[aeio]|un(?!i)|[AEFHILMNORSX][A-Z])/.test(noun) ? 'an' : 'a'} ${noun}`;
}
