// Conditions made at random, all of them right, for the sample business.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/model/condition/sample.hpp"

namespace juan::model::condition::sample {

inline const std::vector<std::string> texts = {
    "",      "a",    "A",   "Zhang San", "zhang san", "ZHANG", "San", "张三", "张", "三李", "%",
    "_",     "*",    "a*b", "\\",        "\"x\"",     "it's",  "'--", "ß",    "İ",  "éa",   "\xF4\x8F\xBF\xBF",
    "🙂b", "a\nb", "\t",  "null",      "zzz",       "1"};

class Dice {
public:
    explicit Dice(std::uint32_t start) : engine_(start) {}
    int below(int end) { return static_cast<int>(engine_() % static_cast<std::uint32_t>(end)); }
    bool one_in(int count) { return below(count) == 0; }
    template <class T>
    const T& of(const std::vector<T>& choices)
    {
        return choices.at(static_cast<std::size_t>(below(static_cast<int>(choices.size()))));
    }
    std::string pick(const std::vector<std::string>& choices) { return of(choices); }

private:
    std::mt19937 engine_;
};

inline std::string quote(std::string_view text)
{
    std::string quoted = "\"";
    for (const char c : text) {
        const bool is_escaped = c == '"' || c == '\\' || c == '*';
        quoted += c == '\n' ? "\\n" : c == '\t' ? "\\t" : is_escaped ? std::string{'\\', c} : std::string{c};
    }
    return quoted + '"';
}

// Makes texts of conditions that are right.
class Maker {
public:
    Maker(Dice& dice, const Catalogue& catalogue) : dice_(dice), catalogue_(catalogue) {}

    std::string condition(const Object& object, int depth, bool is_inner)
    {
        if (depth == 0 || dice_.one_in(3)) {
            return leaf(object, is_inner);
        }
        const auto child = [&] { return "(" + condition(object, depth - 1, is_inner) + ")"; };
        switch (dice_.below(5)) {
            case 0: return "NOT " + child();
            case 1: return "-" + child();
            case 2: return child() + " OR " + child() + (dice_.one_in(2) ? " OR " + leaf(object, is_inner) : "");
            case 3: return child() + " " + leaf(object, is_inner);
            default: return child() + " AND " + child();
        }
    }

private:
    std::string leaf(const Object& object, bool is_inner)
    {
        if (!is_inner && !object.customer.empty() && dice_.one_in(4)) {
            return aggregate();
        }
        if (dice_.one_in(12)) {
            return quote(dice_.pick({"a", "ZHANG", "张", "三", "%", "'", "\\", "a\nb"}));
        }
        std::string path;
        const Object* owner = &object;
        if (dice_.one_in(5)) {
            const Field* link = random_field(object, [](const Field& field) { return field.type == FieldType::link; });
            path = link->name + ".";
            owner = catalogue_.find(link->to);
        }
        const Field& field = *random_field(*owner, [](const Field& f) { return f.name != "origin"; });
        const Column& column = dice_.of(field.columns);
        path += field.name + (column.part.empty() ? "" : "." + column.part);
        return comparison(path, type_of(field, column), field, *owner);
    }

    template <class Accepts>
    const Field* random_field(const Object& object, Accepts accepts)
    {
        while (true) {
            const Field& field = dice_.of(object.fields);
            if (accepts(field)) {
                return &field;
            }
        }
    }

    std::string comparison(const std::string& path, Type type, const Field& field, const Object& owner)
    {
        if (dice_.one_in(8)) {
            return path + ":*";
        }
        const bool is_set = type == Type::choices || type == Type::links;
        if (!is_set && dice_.one_in(12)) {
            return path + dice_.pick({" = null", " != null"});
        }
        if (is_set) {
            return path + ":" + literal(type, field, owner);
        }
        const bool is_plain = type == Type::choice || type == Type::boolean || type == Type::link;
        const std::vector<std::string> plain = {"=", "!=", ":"};
        const std::vector<std::string> all = {"=", "!=", "<", "<=", ">", ">=", ":", "="};
        const std::string op = dice_.pick(is_plain ? plain : all);
        if (type == Type::text && (op == "=" || op == "!=") && dice_.one_in(2)) {
            return path + op + pattern();
        }
        if (dice_.one_in(6)) {
            return path + op + "(" + literal(type, field, owner) + " OR " + literal(type, field, owner) + ")";
        }
        return path + " " + op + " " + literal(type, field, owner);
    }

    std::string pattern()
    {
        std::string text = quote(dice_.pick(texts));
        const int form = dice_.below(3);
        if (form != 0) {
            text.insert(1, "*");
        }
        if (form != 1) {
            text.insert(text.size() - 1, "*");
        }
        return text;
    }

    std::string moment()
    {
        const std::string anchor =
            dice_.pick({"now", "today", "yesterday", "tomorrow", "this_week", "last_week", "this_month", "last_month",
                        "next_month", "this_quarter", "this_year", "last_year"});
        if (dice_.one_in(3)) {
            return dice_.pick({"2026-03-15", "2026-03-14", "2026-02-28", "\"2026-03-15T02:30:00Z\"",
                               "\"2026-03-15T08:30:00+08:00\""});
        }
        return anchor + dice_.pick({"", "", "-30d", "-1d", "+1d", "-1mo", "-1y", "-2h", "-1w"});
    }

    std::string literal(Type type, const Field& field, const Object& owner)
    {
        switch (type) {
            case Type::text: return quote(dice_.pick(texts));
            case Type::integer: return std::to_string(dice_.below(6) - 2);
            case Type::real: return dice_.pick({"0", "0.25", "-0.5", "1", "0.3"});
            case Type::money:
                return dice_.pick({"0", "0.5", "1", "-1", "1.50", "\"1 USD\"", "\"100 JPY\"", "\"0.50 CNY\""});
            case Type::boolean: return dice_.pick({"true", "false"});
            case Type::date:
            case Type::instant: return moment();
            case Type::duration: return dice_.pick({"450", "15m", "1h", "0s"});
            case Type::choice:
            case Type::choices: return quote(dice_.of(field.choices).value);
            case Type::link:
            case Type::links: {
                const Object& target = field.name == "id" ? owner : catalogue_.require(field.to);
                const std::string id = quote(format_id(target.prefix, id_from(dice_.below(5) + 1)));
                return target.name == "user" && dice_.one_in(3) ? "me" : id;
            }
        }
        return {};
    }

    std::string aggregate()
    {
        const std::string name = dice_.pick({"order", "order", "task", "page_view", "call"});
        const std::string window = dice_.pick({"1d", "30d", "2w", "1mo", "1y", "2h"});
        if (dice_.one_in(4)) {
            return name + " within " + window;
        }
        const bool is_entry = name == "page_view" || name == "call";
        std::string function = dice_.pick({"count", "first", "last", "sum"});
        if (function == "sum" && name != "order") {
            function = "count";
        }
        const Object* object = is_entry ? nullptr : catalogue_.find(name);
        const std::string path = function == "sum" ? dice_.pick({"total", "quantity", "weight"}) : "";
        std::string text = function + "(" + name + (path.empty() ? "" : "." + path);
        text += dice_.one_in(2) ? ", " + window : "";
        if (!is_entry && dice_.one_in(3)) {
            text += ", " + quote(condition(*object, 1, true));
        }
        text += ") " + dice_.pick({"=", "!=", "<", "<=", ">", ">="}) + " ";
        if (function == "count") {
            return text + std::to_string(dice_.below(4));
        }
        if (function == "sum") {
            const Field& field = object->require(path);
            return text + literal(type_of(field, field.columns.front()), field, *object);
        }
        return dice_.one_in(8) ? function + "(" + name + ") = null" : text + moment();
    }

    Dice& dice_;
    const Catalogue& catalogue_;
};

}  // namespace juan::model::condition::sample
