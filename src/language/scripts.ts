// The script of a text, by counting letters. A script that serves one language names it; the others leave a choice.
// The letters that tell languages of one script apart are facts of their alphabets (Unicode CLDR exemplar sets).

interface Script {
  /** ISO 15924. */
  code: string;
  letters: RegExp;
  /** The one language that news is written in with it; null where there are several. */
  language: string | null;
}

const script = (code: string, name: string, language: string | null = null): Script => ({
  code,
  letters: new RegExp(`\\p{Script=${name}}`, 'gu'),
  language,
});
const scripts: readonly Script[] = [
  script('Latn', 'Latin'),
  script('Cyrl', 'Cyrillic'),
  script('Arab', 'Arabic'),
  script('Hani', 'Han'),
  script('Hira', 'Hiragana', 'ja'),
  script('Kana', 'Katakana', 'ja'),
  script('Hang', 'Hangul', 'ko'),
  script('Deva', 'Devanagari'),
  script('Grek', 'Greek', 'el'),
  script('Hebr', 'Hebrew', 'he'),
  script('Thai', 'Thai', 'th'),
  script('Beng', 'Bengali', 'bn'),
  script('Taml', 'Tamil', 'ta'),
  script('Telu', 'Telugu', 'te'),
  script('Gujr', 'Gujarati', 'gu'),
  script('Knda', 'Kannada', 'kn'),
  script('Mlym', 'Malayalam', 'ml'),
  script('Guru', 'Gurmukhi', 'pa'),
  script('Sinh', 'Sinhala', 'si'),
  script('Khmr', 'Khmer', 'km'),
  script('Laoo', 'Lao', 'lo'),
  script('Mymr', 'Myanmar', 'my'),
  script('Geor', 'Georgian', 'ka'),
  script('Armn', 'Armenian', 'hy'),
  script('Ethi', 'Ethiopic', 'am'),
  script('Tibt', 'Tibetan', 'bo'),
  script('Orya', 'Oriya', 'or'),
  script('Thaa', 'Thaana', 'dv'),
];

export interface ScriptShare {
  code: string;
  language: string | null;
  /** Letters of this script among all letters, 0 to 1. */
  share: number;
}

/** The script that most letters are of; null for a text without letters. Japanese counts as one script. */
export function scriptOf(text: string): ScriptShare | null {
  const counts = scripts.map(({ code, letters, language }) => ({
    code,
    language,
    count: text.match(letters)?.length ?? 0,
  }));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  const kana = counts.filter(({ language }) => language === 'ja').reduce((sum, { count }) => sum + count, 0);
  const han = counts.find(({ code }) => code === 'Hani')?.count ?? 0;
  // Japanese mixes both; a Chinese text has kana in a quoted name at the most.
  if (kana > 0 && kana >= han * 0.1) return { code: 'Jpan', language: 'ja', share: (kana + han) / total };
  const top = counts.reduce((best, one) => (one.count > best.count ? one : best));
  return { code: top.code, language: top.language, share: top.count / total };
}

/** Characters that only one of the two ways of writing Chinese uses; each list is in the order of the other. */
const simplified =
  '们这来时国个说对会为么学发经动过现开没还进样给问间实关点业东电车边书长门马见头话语见张让请认识论题类风飞机乐习买卖写号岁云亿产亲变观龙';
const traditional =
  '們這來時國個說對會為麼學發經動過現開沒還進樣給問間實關點業東電車邊書長門馬見頭話語見張讓請認識論題類風飛機樂習買賣寫號歲雲億產親變觀龍';

/** Which of the two ways a Chinese text is written in. */
export function chineseScript(text: string): 'Hans' | 'Hant' {
  const count = (of: string): number => [...text].filter((character) => of.includes(character)).length;
  return count(traditional) > count(simplified) ? 'Hant' : 'Hans';
}

/** Letters that, inside their script, belong to one language's alphabet; tried in order, the first that stands often enough. */
const telling: Readonly<Record<string, readonly (readonly [language: string, letters: RegExp])[]>> = {
  Cyrl: [
    ['uk', /[їєґ]/gi],
    ['be', /ў/gi],
    ['mk', /[ѓќѕ]/gi],
    ['sr', /[ђћ]/gi],
    ['kk', /[әғқңұһ]/gi],
    ['mn', /[өү]/gi],
    ['tg', /[ҳҷӣӯ]/gi],
    ['ru', /[ыэё]/gi],
    ['bg', /ъ/gi],
  ],
  Arab: [
    ['ur', /[ٹڈڑںےہ]/g],
    ['ckb', /[ڵۆێەڕ]/g],
    ['ps', /[ټډړښځڅېۍ]/g],
    ['fa', /[پچژگی]/g],
  ],
  Deva: [['mr', /ळ/g]],
};
const TELLING_SHARE = 1 / 400;

/** The language that the letters of a text give away; null when they leave it open. */
export function languageByLetters(code: string, text: string): string | null {
  for (const [language, letters] of telling[code] ?? []) {
    if ((text.match(letters)?.length ?? 0) >= Math.max(1, text.length * TELLING_SHARE)) return language;
  }
  if (code === 'Arab') return 'ar';
  return null;
}
