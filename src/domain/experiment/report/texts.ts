/** What is wrong with a design or its data, in Chinese and English; `{file}:{line}` comes first. */
export const EXPERIMENT_ERRORS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  EXPERIMENT_ID_ASCII: [
    "标识 {id} 只能用 ASCII 字母、数字和符号：不同语言对其他字符的散列不一致。",
    "The id {id} may hold ASCII letters, digits and signs only: languages hash other characters differently.",
  ],
  EXPERIMENT_GROUP_TWICE: [
    "实验 {experiment} 里有一个群属于两个配对。",
    "In the experiment {experiment} a group stands in two pairs.",
  ],
  EXPERIMENT_DESIGN_MEMBER: [
    "实验 {id} 按成员分组，机器人还不会做；数据可以用 suanpan analyze 分析。",
    "Experiment {id} goes by members, which the bot can't run yet; suanpan analyze can judge such data.",
  ],
  EXPERIMENT_GROUPS_FEW: [
    "实验 {id} 至少要 {need} 个有成员、数满 {days} 天的群，现在有 {known} 个。多等几天，或用 /绑定 加群。",
    "Experiment {id} needs {need} groups with members that were counted for {days} days; there are {known}. Wait some days, or add groups with /bind.",
  ],
  EXPERIMENT_SET_SIZE: [
    "实验 {experiment} 的每个配对要有 {arms} 个群，每组一个。",
    "Each matched set of the experiment {experiment} needs {arms} groups, one per arm.",
  ],
  DESIGN_JSON: [
    "{file}:{line} 不是合法的 JSON，请检查这一行的引号、逗号和括号。",
    "{file}:{line} is not valid JSON; check the quotes, commas and brackets of this line.",
  ],
  DESIGN_OBJECT: [
    '{file} 应是一个 JSON 对象，例如 { "design": "switchback", … }。',
    '{file} should be one JSON object, like { "design": "switchback", … }.',
  ],
  DESIGN_FIELD_UNKNOWN: [
    "{file}:{line} 不认识字段 {field}。可用：{known}",
    "{file}:{line} There is no field {field}. There are: {known}",
  ],
  DESIGN_MEMBER_MONEY: [
    "{file}:{line} design: member 只能判断次数（orders_per_member、reply_rate、active_rate），金额请用 switchback。",
    "{file}:{line} A member design judges counts only (orders_per_member, reply_rate, active_rate); for money use switchback.",
  ],
  DESIGN_FIELD_DESIGN: [
    "{file}:{line} design 应是 switchback、parallel 或 member。",
    "{file}:{line} design should be switchback, parallel or member.",
  ],
  DESIGN_FIELD_ARMS: [
    '{file}:{line} arms 应是 2 到 6 个不同的名字，例如 ["a", "b"]，第一个是参照。',
    '{file}:{line} arms should be 2 to 6 different names, like ["a", "b"]; the first is the reference.',
  ],
  DESIGN_FIELD_PRIMARY: [
    "{file}:{line} primary 应是其中之一：{primaries}",
    "{file}:{line} primary should be one of: {primaries}",
  ],
  DESIGN_FIELD_ALPHA: [
    "{file}:{line} alpha 应是 0.0001 到 0.5 之间的数，通常 0.05。",
    "{file}:{line} alpha should be a number from 0.0001 to 0.5, usually 0.05.",
  ],
  DESIGN_FIELD_HORIZON: [
    "{file}:{line} horizon 应是天数，1 到 3660 的整数。",
    "{file}:{line} horizon should be whole days, 1 to 3660.",
  ],
  DESIGN_FIELD_BLOCK: [
    "{file}:{line} block 应是天数，1 到 3660 的整数。",
    "{file}:{line} block should be whole days, 1 to 3660.",
  ],
  DESIGN_FIELD_BLOCKS_PER_COIN: [
    "{file}:{line} blocks_per_coin 应是 1 或 2；2 只用于两个组的 switchback：一枚硬币管两段，第二段对调。",
    "{file}:{line} blocks_per_coin should be 1 or 2; 2 is for a switchback of two arms, where a coin decides two blocks and the pair changes arms in the second.",
  ],
  DESIGN_FIELD_WASHOUT: [
    "{file}:{line} washout 应是整数天，且比 block 短。",
    "{file}:{line} washout should be whole days, fewer than block.",
  ],
  DESIGN_FIELD_PAIRS: [
    "{file}:{line} pairs 的每一项要有和 arms 一样多的群，每个群只出现一次。",
    "{file}:{line} Each entry of pairs needs as many groups as there are arms, and a group stands in one only.",
  ],
  DESIGN_FIELD_SMALLEST_INTERESTING: [
    "{file}:{line} smallest_interesting 应是 0 到 10 之间的比例，0.05 表示 5%。",
    "{file}:{line} smallest_interesting should be a share from 0 to 10; 0.05 is 5 %.",
  ],
  DESIGN_FIELD_DRAWS: [
    "{file}:{line} draws 应是 1999 到 50000 的整数。",
    "{file}:{line} draws should be a whole number from 1999 to 50000.",
  ],
  DESIGN_FIELD_SEED: [
    "{file}:{line} seed 应是一段文字，最多 1000 字。",
    "{file}:{line} seed should be a text of at most 1000 characters.",
  ],
  DESIGN_FIELD_CLOCKS: [
    "{file}:{line} clocks 应是 horizon 或 both。",
    "{file}:{line} clocks should be horizon or both.",
  ],
  DESIGN_FIELD_WINSORISE: [
    "{file}:{line} winsorise 应是 0.5 到 1 之间的百分位，例如 0.99。",
    "{file}:{line} winsorise should be a percentile from 0.5 to 1, like 0.99.",
  ],
  DESIGN_FIELD_PROPENSITY: [
    "{file}:{line} propensity 应是 0.01 到 0.99 之间的概率。",
    "{file}:{line} propensity should be a probability from 0.01 to 0.99.",
  ],
  DATA_EMPTY: [
    "{file} 里没有数据。第一行写列名，之后每群每天一行。",
    "{file} holds no data. The first line names the columns, then one line per group and day.",
  ],
  DATA_TOO_LONG: [
    "{file} 超过 {limit} 行，请分开分析。",
    "{file} has more than {limit} lines; analyse it in parts.",
  ],
  DATA_COLUMN_MISSING: [
    "{file}:{line} 缺少列 {column}，请在第一行加上。",
    "{file}:{line} The column {column} is missing; add it to the first line.",
  ],
  DATA_COLUMN_TWICE: [
    "{file}:{line} 列 {column} 出现了两次。",
    "{file}:{line} The column {column} is there twice.",
  ],
  DATA_CELLS: [
    "{file}:{line} 有 {found} 格，应有 {wanted} 格；检查逗号和引号。",
    "{file}:{line} has {found} cells and should have {wanted}; check commas and quotes.",
  ],
  DATA_GROUP_EMPTY: ["{file}:{line} 没有写群名。", "{file}:{line} names no group."],
  DATA_DAY_FORM: [
    "{file}:{line} day 是「{day}」，应是整数：从 1 起，0 和负数是实验前。",
    "{file}:{line} day is “{day}” and should be a whole number: from 1 on, 0 and below before the start.",
  ],
  DATA_ARM_UNKNOWN: [
    "{file}:{line} 没有组 {arm}。设计里有：{known}",
    "{file}:{line} There is no arm {arm}. The design has: {known}",
  ],
  DATA_ARM_EARLY: [
    "{file}:{line} day 在 1 之前是实验前，arm 应留空，这里是 {arm}。",
    "{file}:{line} A day before 1 is before the start, so arm should be empty; here it is {arm}.",
  ],
  DATA_NUMBER: [
    "{file}:{line} {column} 是 {text}，应是普通数字。没有测量的格子留空（members 不能空）。",
    "{file}:{line} {column} is {text} and should be a plain number. Leave a cell empty if it wasn't measured (members can't be).",
  ],
  DATA_NEGATIVE: [
    "{file}:{line} {column} 是 {text}，不能是负数。",
    "{file}:{line} {column} is {text} and can't be negative.",
  ],
  DATA_DAY_TWICE: [
    "{file}:{line} 群 {group} 的第 {day} 天已在第 {earlier} 行，同一天只能有一行。",
    "{file}:{line} Day {day} of the group {group} is already on line {earlier}; a day has one line.",
  ],
  DATA_NO_PRE_PERIOD: [
    "{file}:{line} 群 {group} 没有实验前的数据（day ≤ 0，members 大于 0，主指标有值），没法预测它。请补上，最好 14 天。",
    "{file}:{line} The group {group} has no pre-period (day <= 0 with members above 0 and the primary measured), so nothing can be predicted for it. Add some, best 14 days.",
  ],
  DATA_GROUP_ABSENT: [
    "{file}:{line} pairs 里的群 {group} 在数据里一行也没有。",
    "{file}:{line} The group {group} stands in pairs but has no line in the data.",
  ],
};

/** What a reader should know about an analysis; the code is what JSON carries. */
export const ANALYSIS_WARNINGS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  DAYS_AFTER_HORIZON: [
    "期限之后还有 {days} 天的数据，没有使用：期限在开始前就定好了。",
    "{days} days after the horizon were not used: the horizon was fixed before the start.",
  ],
  VALUES_BELOW_ZERO: ["{values} 个负值按零计算。", "{values} values below zero count as zero."],
  GROUPS_LEFT_OUT: [
    "{groups} 个群没有配对，没有使用。",
    "{groups} groups are in no pair and were not used.",
  ],
  PAIRS_DERIVED: [
    "设计没写配对，按实验前的水平配了 {pairs} 对。",
    "The design names no pairs; {pairs} were matched on the pre-period.",
  ],
  BLOCKS_UNUSABLE: [
    "{blocks} 个配对时段没有使用：两群同组，群在时段内换了组，或该对调的时段没有对调。",
    "{blocks} pair-blocks were not used: both groups had one arm, a group changed arm inside the block, or arms that should have changed about did not.",
  ],
  BLOCKS_TURNED: [
    "每对群在每个第二段都对调了。要是一枚硬币管两段，请在设计里写 blocks_per_coin: 2，否则 p 和 E 都偏。",
    "Every pair changed arms in every second block. If a coin decided two blocks, say blocks_per_coin: 2 in the design; p and E are wrong otherwise.",
  ],
  GROUPS_UNPAIRED: [
    "分组和配对对不上，按完全随机分组检验；护栏没有检验。",
    "The arms don't follow a matching, so groups are tested as completely randomised; guardrails were not tested.",
  ],
  ALPHA_NOT_ATTAINABLE: [
    "这个设计最小的 p 是 {attainable}，达不到 {alpha}：它永远得不出结论。需要更多群，或更短的时段和更长的期限（switchback）。",
    "The smallest p of this design is {attainable}, above {alpha}: it can never reach a verdict. It needs more groups, or a switchback with shorter blocks and a longer horizon.",
  ],
  EVIDENCE_AT_HORIZON: [
    "平行设计的证据值要到第 {horizon} 天才有。",
    "A parallel design has an e-value only on day {horizon}.",
  ],
  INTERVAL_EMPTY: [
    "不同日子的数据互相矛盾，没有一个提升能同时解释；看看这段时间发生了什么。",
    "Days contradict each other so that no one lift explains them all; look into what happened.",
  ],
  NOTHING_TO_COMPARE: ["还没有可以比较的数据。", "There is nothing to compare yet."],
  EVENTS_REPEAT: [
    "有的日子次数多于人数：请每人每次推送只计一次，否则证据被夸大。",
    "Some days have more events than members: count each member once per push, or the evidence is inflated.",
  ],
  REGISTRATION_ALTERED: [
    "登记本身被改过：和开始时的登记号对不上。",
    "The registration itself was changed: it isn't what its hash was made of at the start.",
  ],
  RECORD_ALTERED: [
    "{fields} 处运行记录和登记或日志不符。",
    "{fields} parts of its record differ from the registration or the log.",
  ],
  ASSIGNMENT_MISMATCH: [
    "{mismatches} 条分组记录与登记不符，或者缺了。",
    "{mismatches} assignments don't follow the registration, or are missing.",
  ],
  VERDICT_OTHERWISE: [
    "按现在的数据重算，结论和结束时记下的不一样：之后补进了订单，或者数据被改过。可用 suanpan rollups rebuild --check 核对。",
    "Worked out anew, the verdict is not the one of its end: orders came in since, or data were changed. suanpan rollups rebuild --check compares them.",
  ],
};
