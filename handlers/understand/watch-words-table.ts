// Which words mark a state secret, and which ordinary words only look like them? regulations.md §6 is their source.

/** Letters, digits and numerals that somebody puts between the characters of a word. */
const Z = '[a-z0-9一二三四五六七八九十零口]{0,40}'
const z = '[a-z0-9一二三四五六七八九十零]{0,8}'

/** Read on the letters alone, so that nothing else between them matters: what does is asked of the gaps afterwards. */
export const WORDS = new RegExp(
  [
    '((?:工作|商业|技术)秘密|(?:商业|公司|企业)机密|(?:内部|敏感)(?:文件|资料|信息|数据|内容)|个人信息)',
    `[绝机涉]${Z}密`,
    '[绝涉]秘',
    `密${z}级`,
    `国${z}家${z}(?:(?!工作|商业|技术|秘)\\p{L}){0,4}秘${z}密`,
    `秘${z}密`,
    `内${z}部${z}文${z}号`,
    '密(?:件(?!抄送|副本|收件)|函(?!数)|电(?![码脑子梯话视])|档|令(?!牌))',
    '[标定]密(?=文[件档书稿]|材料|资料|件|的|级|载体|$)',
    'topsecret|statesecrets?',
  ].join('|'),
  'giu',
)

/** Ordinary words of the trade that only seem to begin here: 计算机密码, 拒绝密钥, 手机密保, 机密性, 涉秘书. */
export const CODE =
  /^(?:[密秘]?[码钥集切闭封度布评匙书诀方]|文(?![件档书稿])|性(?!文件|材料|资料)|保(?![护存管密障]))/u
/** 断绝，密… and 主机/密…: the first character ends an ordinary word, and a sign stands behind it. */
export const ENDS_A_WORD: Readonly<Record<string, string>> = {
  绝: '断拒杜隔灭谢根弃回禁卓超妙空悬气自堪不决阻',
  机: '主手算司飞关开死宕时危印换拟待随停相话本整单台动电耳影描洗收录放唱座柜取款售票闸门人工服样真裸上下转登候客战直专包起投刷读写考签领重启换乐玩此该这那跑',
  涉: '干交牵跋无',
  秘: '文奥神揭便诡政董隐行总处校院',
  密: '加解紧严保细稠缜亲周隐私',
}
/** 加密级别, 保密件, 精密电子: the character before takes it. */
export const TAKES_IT = '国加解紧保严精私亲机涉绝秘隐泄窃商细周稠缜核'
/** Behind a sign these begin a word of their own: 绝，密谈…; anything else goes on from what stands before the sign. */
export const OWN_WORD = /^[谈友室林云聊会语约探谋告道宗接织匝]/u
/** What is marked 秘密 or kept secret: 秘密花园, 秘密潜入, 秘密问题 are not. */
export const SECRET_OF =
  /^的?(?:级(?!联)|文[件档书号稿电]|件|载体|国家|材料|资料|档案|公[文函]|图[纸片]|事项|等级|信息|数据|[光优软磁硬Uu]盘|移动硬盘|介质|红头|通知|会议|纪要|电[报文函]|传真|函件|报告|批[复示件]|请示|简报|标[识志记注]|字样|[二两]字|印章|电脑|计算机|内容|方案|规划|项目|课题|试[卷题]|考题|名单|手稿|讲话|\d{1,2}[年月]|[一二三五十]{1,3}年|启用|保密)/u
/** 文件标注为秘密, 一份秘密, 军事秘密, 密级：一般秘密. */
export const MARKED =
  /(?:标[注明记有着了为识成上是]{1,3}|[印盖写][有着了明的是]{1,2}|注明|定[密级为]{1,2}|[列划升降改]为|变更为|调整为|属于?|[一二两三四五六七八九十几多这该那本此\d][份件册页封](?:的|是|为)?|(?:文件|材料|资料|通知|公文|图纸)[是为]|级别|等级|军事|国防|军队|党[的内和]|核心|重要|重大|科技|密级.{0,8})$/u
/** The ordinary word for all that. */
export const UNMARKED = /^(?:花园|武器|基地|钥匙|密钥|潜入|问题|通道|后门|聊天)/u
export const CLASS_STAR = /^[\s\])}】〕》」』”’"']*[★☆✩✪✫✬✭✮✯✰⭐🌟*＊※∗⋆]/u
/** A field of a program, not a mark on a paper. */
export const FIELD =
  /^(?:标[注识记签]|管理|显示|设置|选择)?(?:标签|显示(?:异常|错|不)|字段|功能|模块|按钮|下拉|选项|栏|列(?!为)|一?项(?:显示|错|不)|校验|插件)/u
export const EXTENT =
  /^(?:信息|内容|文件|资料|材料|数据|网络|系统|计算机|电脑|设备|载体|人员|情况|问题|事项|单位|场所|范围|标志|标识|等级|终端|服务器|主机|硬盘|光盘|介质|项目|部位|文档|业务|件|级(?!联)|网(?!页|站|盘))+/u

export const DOCUMENT = /[〔[(【]\d{4}[〕\])】]第?\d{1,5}号/gu

export const STRONG = /[,;!?。]/u
export const OPENS = /[【[(〔「『“"‘'<{|*]\s*$/u
export const CLOSES = /^\s*[】\])〕」』”"’'>}|*]/u
