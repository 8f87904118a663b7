// Names, places and goods are drawn from small lists; amounts and intervals follow what shops see: many buy once, a few
// often.
#include "server/sample.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <fstream>
#include <span>

namespace juan {
namespace {

constexpr std::int64_t lines_customers_max = 20000;  // beyond it orders are written with totals only
constexpr int history_days = 1095;

// splitmix64 (Steele, Lea, Flood 2014): small, and good enough for made-up data.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ull + 1) {}
    std::uint64_t next()
    {
        state_ += 0x9E3779B97F4A7C15ull;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        return z ^ (z >> 31);
    }
    int below(int bound) { return static_cast<int>(next() % static_cast<std::uint64_t>(bound)); }
    double unit() { return static_cast<double>(next() >> 11) / 9007199254740992.0; }
    bool chance(double probability) { return unit() < probability; }
    std::string_view pick(std::span<const std::string_view> list)
    {
        return list[static_cast<std::size_t>(below(static_cast<int>(list.size())))];
    }

private:
    std::uint64_t state_;
};

constexpr std::array<std::string_view, 60> surnames = {
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱",   "高",
    "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董",   "萧",
    "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡",   "贾",
    "丁", "魏", "薛", "叶", "阎", "余", "潘", "杜", "戴", "夏", "钟", "汪", "田", "欧阳", "单"};
constexpr std::array<std::string_view, 64> given = {
    "子", "涵", "宇", "轩", "梓", "浩", "然", "欣", "怡", "雨", "桐", "诗", "琪", "思", "远", "嘉",
    "懿", "煜", "城", "博", "文", "明", "哲", "天", "佑", "伟", "芳", "娜", "敏", "静", "丽", "强",
    "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "超", "秀", "英", "霞", "平", "刚", "桂", "华",
    "建", "国", "玉", "兰", "红", "梅", "晓", "东", "海", "峰", "志", "鹏", "凯", "悦", "瑞", "晨"};
constexpr std::array<std::string_view, 24> english_given = {
    "Olivia", "Noah", "Emma", "Liam", "Amelia", "Oliver", "Sophia", "James", "Ava",   "Lucas", "Mia",  "Henry",
    "Grace",  "Jack", "Ella", "Leo",  "Chloe",  "Ethan",  "Ruby",   "Oscar", "Alice", "Max",   "Nina", "Theo"};
constexpr std::array<std::string_view, 24> english_family = {
    "Smith", "Jones", "Taylor", "Brown", "Wilson", "Evans",  "Thomas", "Roberts", "Walker", "Wright", "Hughes", "Green",
    "Hall",  "Wood",  "Clarke", "Baker", "Turner", "Cooper", "Morris", "Ward",    "Bell",   "Reid",   "Young",  "Fox"};
constexpr std::array<std::string_view, 36> places = {"上海市徐汇区",
                                                     "上海市浦东新区",
                                                     "上海市静安区",
                                                     "北京市朝阳区",
                                                     "北京市海淀区",
                                                     "北京市西城区",
                                                     "广东省深圳市南山区",
                                                     "广东省深圳市福田区",
                                                     "广东省广州市天河区",
                                                     "广东省广州市越秀区",
                                                     "浙江省杭州市西湖区",
                                                     "浙江省杭州市滨江区",
                                                     "浙江省宁波市鄞州区",
                                                     "江苏省南京市鼓楼区",
                                                     "江苏省苏州市姑苏区",
                                                     "江苏省无锡市梁溪区",
                                                     "四川省成都市锦江区",
                                                     "四川省成都市武侯区",
                                                     "湖北省武汉市洪山区",
                                                     "湖北省武汉市江汉区",
                                                     "陕西省西安市雁塔区",
                                                     "山东省青岛市市南区",
                                                     "山东省济南市历下区",
                                                     "福建省厦门市思明区",
                                                     "福建省福州市鼓楼区",
                                                     "湖南省长沙市岳麓区",
                                                     "河南省郑州市金水区",
                                                     "重庆市渝中区",
                                                     "重庆市江北区",
                                                     "天津市和平区",
                                                     "辽宁省大连市中山区",
                                                     "辽宁省沈阳市和平区",
                                                     "安徽省合肥市蜀山区",
                                                     "云南省昆明市五华区",
                                                     "广西壮族自治区南宁市青秀区",
                                                     "黑龙江省哈尔滨市南岗区"};
constexpr std::array<std::string_view, 16> streets = {
    "中山路", "人民路", "解放路", "建设大道", "文化路", "学府路", "科技园路", "滨江大道",
    "和平街", "长江路", "黄河路", "新华路",   "民主街", "胜利路", "迎宾大道", "湖滨路"};
constexpr std::array<std::string_view, 12> industries = {"制造业", "信息技术", "零售",   "餐饮", "教育", "医疗健康",
                                                         "物流",   "金融",     "房地产", "建筑", "农业", "文化旅游"};
constexpr std::array<std::string_view, 20> company_words = {"恒达", "瑞丰", "华盛", "天成", "鑫源", "博远", "中泰",
                                                            "嘉禾", "盛世", "宏图", "联创", "东方", "海纳", "卓越",
                                                            "金桥", "蓝海", "启航", "德信", "众合", "远景"};
constexpr std::array<std::string_view, 8> company_kinds = {"科技有限公司",     "贸易有限公司",     "商贸有限公司",
                                                           "实业股份有限公司", "信息技术有限公司", "食品有限公司",
                                                           "物流有限公司",     "集团有限公司"};
constexpr std::array<std::string_view, 8> channels = {"官网", "天猫", "京东",   "微信小程序",
                                                      "门店", "展会", "转介绍", "抖音"};
constexpr std::array<std::string_view, 10> tags = {"茶叶爱好者", "企业采购", "节日送礼", "价格敏感", "老客户",
                                                   "新品尝鲜",   "会员",     "学生",     "母婴",     "养生"};
constexpr std::array<std::string_view, 4> payments = {"微信支付", "支付宝", "银行转账", "货到付款"};
constexpr std::array<std::string_view, 5> competitors = {"友商甲", "友商乙", "友商丙", "本地小店", "自有渠道"};

struct Product {
    std::string_view sku;
    std::string_view name;
    std::string_view category;
    double price;
};
constexpr std::array<Product, 16> products = {{{"TEA-001", "明前龙井 250g", "绿茶", 268},
                                               {"TEA-002", "碧螺春 250g", "绿茶", 228},
                                               {"TEA-003", "安溪铁观音 500g", "乌龙茶", 198},
                                               {"TEA-004", "武夷大红袍 100g", "乌龙茶", 328},
                                               {"TEA-005", "云南普洱茶饼 357g", "普洱茶", 158},
                                               {"TEA-006", "祁门红茶 200g", "红茶", 138},
                                               {"TEA-007", "福鼎白茶 300g", "白茶", 298},
                                               {"TEA-008", "茉莉花茶 250g", "花茶", 68},
                                               {"WARE-01", "紫砂壶", "茶具", 899},
                                               {"WARE-02", "白瓷盖碗套装", "茶具", 159},
                                               {"WARE-03", "便携旅行茶具", "茶具", 89},
                                               {"WARE-04", "竹制茶盘", "茶具", 219},
                                               {"GIFT-01", "中秋礼盒", "礼盒", 388},
                                               {"GIFT-02", "新春礼盒", "礼盒", 588},
                                               {"GIFT-03", "企业定制礼盒", "礼盒", 1288},
                                               {"FOOD-01", "绿豆糕 12 枚", "茶点", 36}}};

std::string chinese_name(Random& random)
{
    std::string name(random.pick(surnames));
    name += random.pick(given);
    if (random.chance(0.75)) name += random.pick(given);
    return name;
}

std::string date_text(Date today, int days_ago) { return format_date(today - std::chrono::days(days_ago)); }

// Mainland mobile numbers of a prefix that is not given out to the public would be refused by the phone rule.
std::string phone_text(Random& random, std::int64_t number)
{
    static constexpr std::array<std::string_view, 8> prefixes = {"138", "139", "136", "158",
                                                                 "186", "187", "150", "177"};
    return fmt::format("{}{:08}", random.pick(prefixes), (static_cast<std::uint64_t>(number) * 7919 + 13) % 100000000);
}

std::string customer_line(Random& random, std::int64_t number, Date today)
{
    const double kind = random.unit();
    const bool is_company = kind < 0.18;
    const bool is_foreign = kind > 0.93;
    std::string name = is_company
                           ? fmt::format("{}{}{}{}", random.pick(places).substr(0, 6), random.pick(company_words),
                                         random.pick(company_words), random.pick(company_kinds))
                       : is_foreign ? fmt::format("{} {}", random.pick(english_given), random.pick(english_family))
                                    : chinese_name(random);
    const std::string phone = random.chance(0.9) ? phone_text(random, number) : "";
    const std::string email =
        random.chance(0.55) ? fmt::format("user{}@example.{}", number, is_foreign ? "com" : "cn") : "";
    const std::string wechat =
        !is_company && random.chance(0.4) ? fmt::format("wx_{:x}", number * 2654435761 % 4294967296) : "";
    const std::string_view industry = is_company ? random.pick(industries) : "";
    const std::string_view gender = is_company || random.chance(0.3) ? "" : random.chance(0.55) ? "女" : "男";
    const std::string birthday =
        !is_company && random.chance(0.45) ? date_text(today, 365 * 18 + random.below(365 * 45)) : "";
    const std::string address =
        is_foreign ? "" : fmt::format("{}{}{}号", random.pick(places), random.pick(streets), 1 + random.below(800));
    const std::string tag = random.chance(0.35) ? std::string(random.pick(tags)) : "";
    const std::string satisfaction = random.chance(0.25) ? std::to_string(4 + random.below(7)) : "";
    const std::string_view rival = random.chance(0.12) ? random.pick(competitors) : "";
    return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", sample_customer_code(number), name,
                       is_company ? "企业" : "个人", phone, email, wechat, industry, gender, birthday, address,
                       random.pick(channels), tag, satisfaction, rival);
}

struct OrderHead {
    std::int64_t number;
    std::int64_t customer;
    std::string at;
    std::string_view status;
    std::string_view payment;
    std::string_view channel;
};

void write_order(std::ofstream& file, Random& random, const OrderHead& head, bool has_lines)
{
    const int line_count = 1 + random.below(random.chance(0.2) ? 5 : 2);
    double total = 0;
    for (int i = 0; i < line_count; ++i) {
        const Product& product = products[static_cast<std::size_t>(random.below(16))];
        const int quantity = 1 + random.below(random.chance(0.1) ? 12 : 3);
        total += quantity * product.price;
        if (has_lines) {
            file << fmt::format("SO{:09},{},{},{},{},{},{},{},{},{},{}\n", head.number,
                                sample_customer_code(head.customer), head.at, head.status, head.payment, head.channel,
                                product.sku, product.name, product.category, quantity, product.price);
        }
    }
    if (!has_lines) {
        file << fmt::format("SO{:09},{},{},{},{},{},{:.2f}\n", head.number, sample_customer_code(head.customer),
                            head.at, head.status, head.payment, head.channel, total);
    }
}

// How often somebody buys: a third never, half a few times, some every month.
int order_count(Random& random)
{
    const double kind = random.unit();
    if (kind < 0.30) return 0;
    return static_cast<int>(std::floor(-std::log(1 - random.unit()) * (kind > 0.95 ? 18.0 : 3.4))) + 1;
}

}  // namespace

std::string sample_customer_code(std::int64_t number) { return fmt::format("C{:07}", number); }

SampleFiles write_sample(const std::string& folder, std::int64_t customer_count, std::uint64_t seed, Date today)
{
    SampleFiles files{folder + "/customers.csv", folder + "/orders.csv", customer_count <= lines_customers_max};
    Random random(seed);
    std::ofstream customers(files.customers, std::ios::trunc);
    customers << "客户编号,客户名称,类型,手机,邮箱,微信,行业,性别,生日,地址,来源渠道,标签,满意度,现用竞品\n";
    for (std::int64_t number = 1; number <= customer_count; ++number) {
        customers << customer_line(random, number, today);
    }
    std::ofstream orders(files.orders, std::ios::trunc);
    orders << (files.has_lines
                   ? "订单号,客户编号,下单时间,订单状态,支付方式,销售渠道,产品编码,产品名称,品类,数量,单价\n"
                   : "订单号,客户编号,下单时间,订单状态,支付方式,销售渠道,订单金额\n");
    std::int64_t order_number = 0;
    for (std::int64_t number = 1; number <= customer_count; ++number) {
        const int count = order_count(random);
        const int since = 1 + random.below(history_days - 1);
        for (int i = 0; i < count; ++i) {
            const std::string at = fmt::format("{} {:02}:{:02}", date_text(today, 1 + random.below(since)),
                                               8 + random.below(14), random.below(60));
            const double fate = random.unit();
            write_order(orders, random,
                        {++order_number, number, at,
                         fate < 0.04  ? "已取消"
                         : fate < 0.2 ? "已发货"
                                      : "已完成",
                         random.pick(payments), random.pick(channels)},
                        files.has_lines);
        }
    }
    return files;
}

std::vector<SampleEntry> sample_entries(std::int64_t customer_count, std::uint64_t seed)
{
    struct Phrase {
        std::string_view kind;
        std::string_view text;
    };
    static constexpr std::array<Phrase, 12> phrases = {
        {{"call", "电话回访，对上次的铁观音很满意，问新茶什么时候到。"},
         {"call", "打电话确认收货，物流晚了一天，已致歉并送了茶点。"},
         {"visit", "上门拜访，试饮三款，倾向武夷大红袍，预算还要请示。"},
         {"meeting", "与采购负责人开会，讨论中秋礼盒定制，数量约 200 份。"},
         {"note", "客户说公司搬家，新地址下周发来。"},
         {"chat", "微信咨询：普洱茶饼怎么存放？已发保存说明。"},
         {"mail", "Sent the price list for gift boxes; a reply is promised by Friday."},
         {"complaint", "投诉：紫砂壶盖有磕碰，要求换货。"},
         {"review", "评价：味道醇厚，包装精美，会回购。"},
         {"survey_answered", "满意度问卷：9 分，最看重口感。"},
         {"campaign_clicked", "点击了春茶上新活动。"},
         {"page_view", "浏览 /tea/longjing"}}};
    Random random(seed + 77);
    std::vector<SampleEntry> entries;
    for (std::int64_t number = 1; number <= customer_count; ++number) {
        const int count = random.below(4);
        for (int i = 0; i < count; ++i) {
            const Phrase& phrase = phrases[static_cast<std::size_t>(random.below(12))];
            entries.push_back({number, std::string(phrase.kind), std::string(phrase.text), 1 + random.below(400)});
        }
    }
    return entries;
}

}  // namespace juan
