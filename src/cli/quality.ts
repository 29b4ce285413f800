// How good a document is, in one line for a person.
import { foundWords } from '../operations/found-words.js';

/** What is known of a document's quality; parts are missing in revisions of older versions. */
export interface ShownQuality {
  found?: string | undefined;
  rule?: { site: string; file: string; version: string } | null | undefined;
  words: number;
  characters: number;
  blocks: number;
  linkDensity: number;
  confidence: number;
  residue?: { count: number } | null | undefined;
}

/** Such as "found by the weight of its text; 3412 characters in 12 blocks; 2 % links; confidence 0.83". */
export function qualityText(quality: ShownQuality): string {
  const { found, rule, characters, blocks, linkDensity, confidence, residue } = quality;
  const parts = [
    ...(found === undefined ? [] : [`found ${foundWords(found)}`]),
    `${characters} characters in ${blocks} blocks`,
    `${Math.round(linkDensity * 100)} % links`,
    `confidence ${confidence}`,
    ...(residue === null || residue === undefined || residue.count === 0
      ? []
      : [`${residue.count} foreign words`]),
    ...(rule === null || rule === undefined
      ? []
      : [`rule of ${rule.site} in ${rule.file}, version ${rule.version}`]),
  ];
  return parts.join('; ');
}
