// What of foreign text may reach a terminal. A title can hold escape sequences that rename the window, hide text,
// make links that lead elsewhere or turn the reading direction around; none of their control bytes gets through.
// Held off: C0 but for line feed and tab, DEL, C1 (ECMA-48), the bidirectional embeddings, overrides and isolates of
// Unicode TR 9, and the two Unicode line separators. Direction marks stay, because Hebrew and Arabic text needs them.

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this file is about.
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
const lineBreak = /\r\n|[\r\u0085\u2028\u2029]/g;

/** `text` without control characters; line feeds and tabs stay. */
export function printable(text: string): string {
  return text.replace(lineBreak, '\n').replace(control, '');
}

/** `text` in one line without control characters, for a cell or a sentence. */
export function printableLine(text: string): string {
  return printable(text)
    .replace(/\s+/g, (blanks) => (/[\n\t]/.test(blanks) ? ' ' : blanks))
    .trim();
}

/** JSON of `value` in which such characters are written as escapes: safe to look at, and the same value to a program. */
export function printableJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return text.replace(
    /[\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
