/** Text as LIKE finds it and nothing else. */
export const literal = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
