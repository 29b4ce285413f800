// The patterns of src that are not known to take linear time, each with what bounds its input. recheck proves some of
// them polynomial, and cannot decide others within its time; `npm run check:regexes` measures every one at its bound with
// the texts of long-inputs.ts and fails above a tenth of a second, or when a pattern here no longer stands in its file. Long
// because it is a table.

export interface SlowPatterns {
  file: string;
  /** The longest text that reaches the patterns. */
  characters: number;
  /** What sees to that. */
  because: string;
  /** White space comes single. */
  isFolded?: true;
  /** How each begins; the rest of it is in the file. */
  starts: readonly string[];
}

const raw = String.raw;
const nameLine = 'names.ts reads no line longer than MAX_LINE, its white space made single';
const sample = 'sample.ts takes excerpts of MAX_CHARACTERS';
const classNames = 'purpose.ts cuts class names at MAX_NAMES, and others stand in one attribute';

export const slowPatterns: readonly SlowPatterns[] = [
  {
    file: 'src/extract/dated-byline.ts',
    characters: 100,
    because: 'lines beside the heading are no longer than MAX_LINE',
    starts: [raw`\s*[|•·—–;]\s*|,\s+|\s-\s`, raw`^[^\p{L}]*(?:(?:um|at|à|alle|kl\.?)\s+)?[\d:.h]*`],
  },
  {
    file: 'src/dates/find.ts',
    characters: 1000,
    because: 'rule-page.ts hands over MAX_LINE at most, everybody else less',
    starts: [
      raw`(?<=\d)\s*([./])\s*(?=\d)`,
      raw`\p{Nd}{4}|\p{Nd}年|元年|\p{Nd}[-.]\S+[-.]\p{Nd}`,
      raw`\s*[日일]\s*$`,
    ],
  },
  {
    file: 'src/dates/parse.ts',
    characters: 100,
    because: 'only MAX_LENGTH characters are looked at',
    starts: [
      raw`^(?:\p{L}+,?\s+)?([\p{L}\p{M}]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?`,
      raw`^(\d{1,2}:\d{2}(?::\d{2})?),?\s+(.+)$`,
      raw`^(\d{4})-?(\d{2})?(?:-?(\d{2}))?(?:[T\s]+(\d{1,2}):?(\d{2})(`,
      raw`(오전|오후|上午|下午|午前|午後)?\s*(\d{1,2})\s?[:.h]\s?(\d{2})(?:[:.](\d`,
      raw`^(\d{1,2})(?:st|nd|rd|th|er|\.|,|º|o)?[\s./-]+(?:de\s+|d['’]`,
      raw`(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]\s*(?:\(`,
      raw`^(\d{4})\s?[-./]\s?(\d{1,2})\s?[-./]\s?(\d{1,2})(?!\d)\.?(.*`,
    ],
  },
  {
    file: 'src/extract/attribution.ts',
    characters: 500,
    because: 'title.ts cuts titles at MAX_TITLE',
    starts: [raw`^(.{15,}?)\s+[–—|-]\s+(\p{Lu}[\p{L}\p{N}.'’&]*(?:\s+(?:of|th`],
  },
  {
    file: 'src/extract/author-words.ts',
    characters: 1000,
    because: nameLine,
    isFolded: true,
    starts: [
      raw`^(?:[Aa] cura )?(?:di|da|de)\s+(?=(?:\p{Lu}\S*\s+\p{Lu}|[Rr]eda))`,
      raw`^(?:(?:written|reported|posted|published|submitted|created|t`,
      raw`^(?:(?:authors?|autore?s?|autor(?:in|innen|en|as|ka|ů|ii|ul)`,
      raw`^(?:[〔【[(（]?\p{Script=Han}{0,8}?(?:記者|记者)\s*[:：/／]?\s*(?=\p{`,
      raw`\s*(?:(?:編輯|编辑|責任編輯|责任编辑|責編|责编|校对|摄影|攝影)\s?[:：/／]?.*|[／/](?:`,
      raw`^(?:(?:dal|dalla|del|de la|de|van)\s+(?:nostr[oa]|notre|nues`,
      raw`\s+(?:chief|senior|staff|political|politics|sports?|foreign|`,
      raw`^(?:(?:chief|senior|staff|political|politics|sports?|foreign`,
      raw`\s+(?:is an?|has been|covers|ist (?:eine?|der|die|seit)|est `,
      raw`\s+(?:am|on|le|el|em|il|den|at|um|vom|-|–|—|\|)\s+(?:\p{L}+`,
      raw`\s*[•·∙|].*$|\s[–—-]\s.*$|\s*[([].*$|\s+(?:jan(?:uary)?|feb(`,
      raw`\s*(?:(?<=\p{Script=Hangul})·(?=\p{Script=Hangul})|,|،|、|;|`,
      raw`\s+(?:y|e|i|a|і|si)\s+`,
      raw`^(?:admin|administrator|wordpress ?admin|(?:wp|site|super|we`,
      raw`^(?:(?:d?pa|afp|ap|apa|sda|keystone-sda|ats|ansa|efe|tass|pa`,
      raw`(?<=\p{L} \p{L}+)(?<! (?:avec|mit|con|com|med|met|with|and|e`,
      raw`(?:^|[\s.-])(?:gmbh|e\.\s?v\.?|inc\.?|ltd\.?|llc|corp\.?|red`,
    ],
  },
  {
    file: 'src/extract/byline.ts',
    characters: 1000,
    because: 'MAX_AUTHOR_LINE',
    isFolded: true,
    starts: [raw`^(?:written by|by|verfasst von|geschrieben von|von|autor|écr`],
  },
  {
    file: 'src/extract/images.ts',
    characters: 20_000,
    because: 'MAX_LIST cuts lists; an address longer than any that is requested is none',
    starts: [raw`(?:^|[/_-])(?:blank|spacer|pixel|placeholder|transparent|loa`, raw`^,+|,+$`],
  },
  {
    file: 'src/extract/json-ld.ts',
    characters: 2000,
    because: 'MAX_ADDRESS',
    starts: [raw`[?#].*$`, raw`\/+$`],
  },
  {
    file: 'src/extract/json-repair.ts',
    characters: 1_000_000,
    because: 'json-ld.ts reads no script longer than MAX_SCRIPT, and blanks are taken off both ends first',
    starts: [raw`(?:\/\/|\/\*)?\s{0,20}(?:-->|\]\]>)\s{0,20}(?:\*\/)?$`],
  },
  {
    file: 'src/extract/lead.ts',
    characters: 500,
    because: classNames,
    starts: [raw`(?:^|[\s-])(?:[a-z]*(?:lead|leader|lede|intro|introduction|e`],
  },
  {
    file: 'src/extract/meta-tags.ts',
    characters: 5000,
    because: 'MAX_CONTENT here and four times MAX_TITLE in title.ts',
    starts: [raw`<\/?[a-z][^<>]{0,200}>`],
  },
  {
    file: 'src/extract/names.ts',
    characters: 1000,
    because: nameLine,
    isFolded: true,
    starts: [
      raw`^(?:von|vom|van|der|den|de|del|della|di|da|do|dos|das|la|le`,
      raw`[^\s@]+@[^\s@]+\.\p{L}{2,}`,
      raw`\s*[([][^)\]]*[)\]]`,
      raw`\s+[|–—-]\s+|\s*\|\s*`,
      raw`^(\S.{3,}) \1$`,
      raw`^[^\p{L}\p{M}]+|[^\p{L}\p{M}\p{N}.)]+$`,
    ],
  },
  {
    file: 'src/extract/page-dates.ts',
    characters: 1000,
    because: 'lines of a date have MAX_DATE or MAX_LINE characters',
    starts: [raw`(?:updated?|modified|changed|aktualisiert|aktualisierung|geä`],
  },
  {
    file: 'src/extract/paywall.ts',
    characters: 1500,
    because: 'MAX_OFFER',
    starts: [raw`subscri|\babo(?:s|nn\p{L}*|nent\p{L}*)?\b|suscri|assin|abbon`],
  },
  {
    file: 'src/extract/phrases.ts',
    characters: 260,
    because: 'MAX_PROMPT is the longest; the pattern of line ends reads this program itself',
    starts: [raw`\s*\n\s*`, raw`(?:^|\D)\d{1,2}\s*(?:[-‐‑]\s*)?(?:min(?:\.|ut\w*)?|мин\S*|хв`],
  },
  {
    file: 'src/extract/place.ts',
    characters: 500,
    because: classNames,
    starts: [
      raw`(?:^|[\s_-])(?:comments?|comment-[a-z]+|commentlist|respond|`,
      raw`(?:^|[\s_-])(?:entry|post|article|story|content)[_-]+footer|`,
    ],
  },
  {
    file: 'src/extract/purpose.ts',
    characters: 500,
    because: classNames,
    starts: [
      raw`(?:^|[\s-])(?:[a-z]*comments?(?!ary)[a-z]*|[a-z]*kommentare[`,
      raw`(?:^|[\s-])(?:cookies?[a-z]*|consent|gdpr|cmp|onetrust[a-z]*`,
      raw`(?:^|[\s-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|footer|s`,
      raw`(?:^|[\s-])(?:widget|teasers?|paywall[a-z]*|subscriber|read-`,
      raw`(?:^|[\s-])(?:publicidade?|publicite|pubblicita|werbung|anze`,
      raw`(?:^|[\s-])(?:(?:justify|align|place)-content(?:-[a-z]+)*|co`,
    ],
  },
  {
    file: 'src/extract/site-name.ts',
    characters: 1000,
    because: 'MAX_NAME for what a page states, MAX_LINE for what is compared with it',
    starts: [
      raw`\.(?:wordpress|blogspot|substack|tumblr|typepad|livejournal|`,
      raw`^(?:the|die|der|das|le|la|el|team|redaktion(?: von)?|redacci`,
      raw`\s*\(.*\)$`,
    ],
  },
  {
    file: 'src/extract/title.ts',
    characters: 500,
    because: classNames,
    starts: [raw`(?:^|[\s_-])(?:(?:entry|post|article|story|news)[a-z]*[_-]*(`],
  },
  {
    file: 'src/extract/trim.ts',
    characters: 70,
    because: 'MAX_MOMENT',
    starts: [raw`[\u0600-\u06ff].*\b1[34]\d{2}\b|\b1[34]\d{2}\b.*[\u0600-\u06`],
  },
  {
    file: 'src/extract/url-date.ts',
    characters: 8192,
    because: 'an address longer than any that is requested has no page',
    starts: [raw`[?#].*$`],
  },
  {
    file: 'src/extract/visible-authors.ts',
    characters: 500,
    because: 'class names are cut at MAX_NAMES, lines at MAX_AUTHOR_LINE',
    starts: [
      raw`(?:^|[\s_-])(?:by-?line|(?:[a-z]*[_-])?(?:[a-z]*authors?|aut`,
      raw`^(?:(?:(?:Written|Posted|Reported|Published|Story|Words|Text`,
    ],
  },
  {
    file: 'src/extract/visible-date.ts',
    characters: 200,
    because: 'MAX_DATE_LINE',
    starts: [
      raw`^[^\p{L}]*(?:(?:published|posted|publication date|date|creat`,
      raw`^[^\p{L}]*(?:$|(?:um|at|às|a las|à|kl\.?|alle|uhr|h|am|pm|[a`,
      raw`^[^\p{L}]*(?:published|posted|veröffentlicht|erschienen|publ`,
    ],
  },
  {
    file: 'src/feeds/decode.ts',
    characters: 4096,
    because: 'DECLARATION_BYTES',
    starts: [
      raw`^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]+)`,
      raw`<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w:.-]+)`,
    ],
  },
  {
    file: 'src/feeds/hub.ts',
    characters: 8000,
    because: 'MAX_HEADER, its white space made single',
    isFolded: true,
    starts: [raw`<([^<>]*)>((?: ?; ?[\w*-]+(?: ?= ?(?:"[^"]*"|[^\s",;]+))?)*)`],
  },
  {
    file: 'src/feeds/plain-text.ts',
    characters: 1_000_000,
    because: 'nothing but the size of a feed',
    starts: [raw`<\/?(?:a|abbr|acronym|b|big|blockquote|br|center|cite|code|d`],
  },
  {
    file: 'src/feeds/xml-people.ts',
    characters: 500,
    because: 'MAX_NAME',
    starts: [raw`[^\s<>()"']+@[^\s<>()"']+\.[^\s<>()"']+`, raw`^[\s<>()"',-]+|[\s<>()"',-]+$`],
  },
  {
    file: 'src/http/callers.ts',
    characters: 16_000,
    because: 'Node reads no more of the headers, and they hold no line end',
    starts: [raw`^(\w+) +(.+)$`],
  },
  {
    file: 'src/language/ngrams.ts',
    characters: 2000,
    because: sample,
    starts: [raw`[^\p{L}]+(?<!['`, raw`\d+:'(\w+)'`],
  },
  {
    file: 'src/language/residue.ts',
    characters: 200_000,
    because: 'MAX_CHARACTERS',
    starts: [raw`^[ \t]{0,20}(?:skip to (?:main )?content|leave a (?:reply|comment)`],
  },
  {
    file: 'src/language/residue.ts',
    characters: 40,
    because: 'MAX_NAME',
    starts: [raw`\p{Lu}[\p{L}'’]*\s+$`],
  },
  {
    file: 'src/language/sample.ts',
    characters: 2000,
    because: sample,
    starts: [
      raw`"[^"\n]{1,600}"`,
      raw`<!--[\s\S]{0,2000}?-->|<(script|style)\b[\s\S]{0,4000}?(?:<`,
      raw`\b(?:https?|ftp|data|mailto):\S{1,2000}|\bwww\.\S{1,500}|[^`,
      raw`(?<![\p{L}\d])[\w-]{1,80}\.(?:[a-z]{2,4}|mp[34])(?![\p{L}\d]`,
      raw`(?<![\p{L}\d])(?=[a-z]{0,60}\d)(?=\d{0,60}[a-z])[a-z\d]{3,200`,
      raw`„[^„“”\n]{1,1500}[“”]`,
      raw`「[^「」\n]{1,600}」`,
      raw`^[ \t]{0,80}(?:#!\/|<\?php|>>> |(?:SELECT\b.{1,300}\bFROM|IN`,
      raw`(?<![\p{L}\d/<])\/?(?:[\w.-]{1,60}\/){2,20}[\w.-]{0,60}`,
      raw`[a-z],(?=[a-z\d])|[{;] ?[a-z-]{2,30}: (?=[a-z\d#])|[a-z\d)\]`,
    ],
  },
  {
    file: 'src/language/serbo-croatian.ts',
    characters: 2000,
    because: sample,
    starts: [raw`(?<!\p{L})da \p{L}+(?:e|i|a|u|mo|te)(?!\p{L})`],
  },
  {
    file: 'src/setting-values.ts',
    characters: 1000,
    because: 'the operator writes it',
    starts: [raw`\/+$`],
  },
  {
    file: 'src/settings.ts',
    characters: 1000,
    because: 'the operator writes it',
    starts: [raw`\/+$`],
  },
  {
    file: 'src/store/database.ts',
    characters: 1000,
    because: 'a message of the database driver',
    starts: [raw`corrupted migrations: previously executed migration (\S+) is`],
  },
  {
    file: 'src/store/search-text.ts',
    characters: 1000,
    because: 'three characters of a cut stand there at most',
    starts: [raw`\uFFFD+$`],
  },
  {
    file: 'src/web/canonical-url.ts',
    characters: 8192,
    because: 'MAX_CHARACTERS',
    starts: [raw`\.+(?=$|:)`],
  },
  {
    file: 'src/web/guard.ts',
    characters: 1000,
    because: 'names of this machine’s own network interfaces',
    starts: [raw`%.*$`],
  },
  {
    file: 'src/web/robots.ts',
    characters: 512_000,
    because: 'MAX_FILE_BYTES',
    starts: [raw`^[\t ]*sitemap[\t ]*:[\t ]*(\S{1,2000})`],
  },
];
