// What the newsroom serves beside pages and feeds: a PDF for readers of text to turn away, and a plain picture for
// each story, drawn from its id, so that no picture files are needed.

/** A PDF of one page with these lines, in Latin letters (ISO 32000-1, sections 7.5.2 to 7.5.5). */
export function pdfOf(lines: readonly string[]): Buffer {
  const shown = lines.map((line) => `(${line.replace(/[\\()]/g, '\\$&')}) Tj T*`).join(' ');
  const content = `BT /F1 16 Tf 24 TL 72 740 Td ${shown} ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const table = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

/** A seascape in SVG whose colours and swell depend on the story's id alone. */
export function pictureOf(id: string): string {
  const number = [...id].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973, 7);
  const hue = number % 360;
  const swell = 20 + (number % 45);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360">
<rect width="640" height="360" fill="hsl(${hue} 45% 82%)"/>
<circle cx="${120 + (number % 400)}" cy="110" r="44" fill="hsl(${(hue + 40) % 360} 80% 70%)"/>
<path d="M0 230 Q160 ${230 - swell} 320 230 T640 230 V360 H0 Z" fill="hsl(${hue} 40% 45%)"/>
<path d="M0 285 Q160 ${285 + swell} 320 285 T640 285 V360 H0 Z" fill="hsl(${hue} 45% 30%)"/>
</svg>
`;
}
