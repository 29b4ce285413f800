// Which way a text of Han characters is written in: simplified (PRC, Singapore), traditional (Taiwan, Hong Kong,
// Macao), or Japanese without kana, as in short headlines. Facts of the scripts: the reform of 1956/1964 and Japan's
// list of 1946 changed these characters; each simplified one stands in the place of its traditional one.

const simplified =
  '们这来时国个说对会为学发经动过现开没还进样给问间实关点业东电车边书长门马见头话语张让请认识论题类风飞机乐习买卖写号岁亿产亲变观龙万与专丝丢两严丧丰临丽举义乌争亚从仓仪仅价众优伞伟传伤伦伪体侠侣侦侧债倾' +
  '偿储儿兑党兰兴养兽军农冯决况冻净减凤凭凯击刘则刚创删别剂剑剧劝办务劳势勋区医华协单卢卫却厂厅历厉压厌县叁双叙叶吓吗启吴呐员响唤喷团园围图圆圣场坏块坚坛坝坟坠垄垦垫处备够夹夺奋奖妇妈娱孙宁宝审宪宫宽宾寻' +
  '导寿将尔尘尝层属屡岂岗岛岭峡崭币师帅帐带帮庆库应庙庞废强归录彻径忆忧怀态总恋恶悬惊惧惨惩惯愤愿战户执扩扫扬扰抚抛抢护报担拟拥择挂挡挤挥损换据掷摄摆摇撑敌数断旧昼显晓晒晋暂术杀杂权条杨极构枪枫柜标栏树档' +
  '桥梦检楼欢欧残毁毕毙气汇汉汤沟沪泪泽洁浅测济浓涛涨润渐温湾湿满滚滞灭灯灵灾炉炼烂热爱爷牺犹狱猎献玛环琼画畅疗疯盐监盖盘矿码砖础确祸离秃种积称稳穷竞笔筑签简粮纠红约级纪纯纲纳纵纷纸纽线练组细织终绍结绕绘' +
  '络绝统继绩续维综绿缓编缘缩缴网罗罚职联聪肃肠肤肿胁胜脉脏脑脚脸艺节芦苏药营萨蓝虑虽蚀补衬装规视览觉触计订讨训议记讲许设访证评诉诊词译试诗诚详误诱诸课谁调谈谋谢谣谱负贡财责贤败货质购贫贯贵费贺资赏赔赖赛' +
  '赢赵赶趋跃践踪轨转轮软轰轻载较辅辆辈输辖达迁运远违连迟适选递逻遗邓郑邮酱释针钟钢钱铁铜铸银锁锋错键镇镜阳阴阵阶际陆陈险随隐难雾静韩页项顺须顾顿预领频颜额驰驱驶驻验骑骗鱼鲁鲜鸟鸡鸣麦黄齐齿';
const traditional =
  '們這來時國個說對會為學發經動過現開沒還進樣給問間實關點業東電車邊書長門馬見頭話語張讓請認識論題類風飛機樂習買賣寫號歲億產親變觀龍萬與專絲丟兩嚴喪豐臨麗舉義烏爭亞從倉儀僅價眾優傘偉傳傷倫偽體俠侶偵側債傾' +
  '償儲兒兌黨蘭興養獸軍農馮決況凍淨減鳳憑凱擊劉則剛創刪別劑劍劇勸辦務勞勢勳區醫華協單盧衛卻廠廳歷厲壓厭縣叄雙敘葉嚇嗎啟吳吶員響喚噴團園圍圖圓聖場壞塊堅壇壩墳墜壟墾墊處備夠夾奪奮獎婦媽娛孫寧寶審憲宮寬賓尋' +
  '導壽將爾塵嘗層屬屢豈崗島嶺峽嶄幣師帥帳帶幫慶庫應廟龐廢強歸錄徹徑憶憂懷態總戀惡懸驚懼慘懲慣憤願戰戶執擴掃揚擾撫拋搶護報擔擬擁擇掛擋擠揮損換據擲攝擺搖撐敵數斷舊晝顯曉曬晉暫術殺雜權條楊極構槍楓櫃標欄樹檔' +
  '橋夢檢樓歡歐殘毀畢斃氣匯漢湯溝滬淚澤潔淺測濟濃濤漲潤漸溫灣濕滿滾滯滅燈靈災爐煉爛熱愛爺犧猶獄獵獻瑪環瓊畫暢療瘋鹽監蓋盤礦碼磚礎確禍離禿種積稱穩窮競筆築簽簡糧糾紅約級紀純綱納縱紛紙紐線練組細織終紹結繞繪' +
  '絡絕統繼績續維綜綠緩編緣縮繳網羅罰職聯聰肅腸膚腫脅勝脈臟腦腳臉藝節蘆蘇藥營薩藍慮雖蝕補襯裝規視覽覺觸計訂討訓議記講許設訪證評訴診詞譯試詩誠詳誤誘諸課誰調談謀謝謠譜負貢財責賢敗貨質購貧貫貴費賀資賞賠賴賽' +
  '贏趙趕趨躍踐蹤軌轉輪軟轟輕載較輔輛輩輸轄達遷運遠違連遲適選遞邏遺鄧鄭郵醬釋針鐘鋼錢鐵銅鑄銀鎖鋒錯鍵鎮鏡陽陰陣階際陸陳險隨隱難霧靜韓頁項順須顧頓預領頻顏額馳驅駛駐驗騎騙魚魯鮮鳥雞鳴麥黃齊齒';
/** Characters that only Japan simplified this way, or made. */
const japanese =
  '気対発売駅円図広県沢桜帰実戦働込峠畑辻枠栃匂塀搾権検験険関経済続読変楽薬歩毎単団囲圧竜滝浜渋斎剣労営巻弾戻拠拡挙択斉暁様歳残浄渇渓焼犠猟獣穏穂稲糸絵縄継総聴臓芸荘蔵覚観訳譲豊軽転辺逓遅郷酔醸鉄銭鋳鎌闘陥隠隣雑霊頼顕騒髪鶏黒齢';

/** Characters that Japan and the PRC simplified alike; they tell both from traditional Chinese, not from each other. */
const alike = '国会来学点万与号体区医双写寿属旧昼断数条楼湾湿灯炉画称宝麦黄随静温涙声売処執';

const pairs = [...simplified].map((character, index) => [character, [...traditional][index] ?? ''] as const);
const changed = pairs.filter(([ours, theirs]) => ours !== theirs);
const onlySimplified = new Set(changed.map(([character]) => character));
const onlyTraditional = new Set(
  changed.map(([, character]) => character).filter((one) => !onlySimplified.has(one)),
);
const sharedWithJapan = new Set(alike);
const onlyJapanese = new Set(
  [...japanese].filter((character) => !onlySimplified.has(character) && !onlyTraditional.has(character)),
);
/** Japanese headlines without kana hold more of these characters than this; Chinese ones a rare one in a name. */
const MIN_JAPANESE_SHARE = 0.05;

export interface HanReading {
  tag: 'zh-Hans' | 'zh-Hant' | 'ja';
  script: 'Hans' | 'Hant' | 'Jpan';
  /** 0 to 1; low where no character tells. */
  confidence: number;
}

/** How a text in Han characters is written; without a telling character simplified, which most readers use. */
export function readHan(text: string): HanReading {
  const counts = { han: 0, hans: 0, hant: 0, japanese: 0, alike: 0 };
  for (const character of text) {
    if (character >= '㐀' && character <= '鿿') counts.han++;
    if (sharedWithJapan.has(character)) counts.alike++;
    if (onlySimplified.has(character)) counts.hans++;
    else if (onlyTraditional.has(character)) counts.hant++;
    else if (onlyJapanese.has(character)) counts.japanese++;
  }
  const { han, hans, hant } = counts;
  if (counts.japanese > hans - counts.alike && counts.japanese >= Math.max(1, han * MIN_JAPANESE_SHARE))
    return { tag: 'ja', script: 'Jpan', confidence: 0.8 };
  const confidence = (Math.max(hans, hant) + 0.5) / (hans + hant + 1);
  return hant > hans
    ? { tag: 'zh-Hant', script: 'Hant', confidence: Math.max(confidence, 0.6) }
    : { tag: 'zh-Hans', script: 'Hans', confidence: Math.max(confidence, 0.5) };
}

/** The two tables, for the test that holds them side by side. */
export const hanPairs: readonly (readonly [simplified: string, traditional: string])[] = pairs;
