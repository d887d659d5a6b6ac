/** The links that lead to somebody's telephone. */
export const callSchemes = ['tel', 'sip', 'callto'] as const;

const link = /^(?:tel|sips?|callto):[^\s\p{Cc}]{1,255}$/iu;

/** The words by which the program is started again for a link: those it was started with, without the link. */
export const wordsWithout = (words: readonly string[]): string[] => words.slice(1).filter((word) => !link.test(word));

/** The link among the words that a program was started with; null where there is none. */
export const callLinkIn = (words: readonly string[]): string | null => words.find((word) => link.test(word)) ?? null;

/** The address of the screen on which a link's number is dialled. */
export const dialPath = (found: string): string => `/dial?number=${encodeURIComponent(found)}`;
