// Compiles roles into rights.
#include "core/model/access.hpp"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.hpp"

namespace juan::model {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 5> scope_names = {"none", "own", "team", "team_below", "all"};
constexpr std::array<std::string_view, 4> right_names = {"hidden", "masked", "read", "write"};
constexpr std::array<const char*, 3> duty_names = {"system", "security", "audit"};

Scope read_scope(const std::string& name, const std::string& where)
{
    const auto found = std::find(scope_names.begin(), scope_names.end(), name);
    if (found == scope_names.end()) {
        throw Error(ErrorCode::body_shape, {{"name", where}, {"type", "none, own, team, team_below or all"}});
    }
    return static_cast<Scope>(found - scope_names.begin());
}

Right read_right(const std::string& name, const std::string& where)
{
    const auto found = std::find(right_names.begin(), right_names.end(), name);
    if (found == right_names.end()) {
        throw Error(ErrorCode::body_shape, {{"name", where}, {"type", "hidden, masked, read or write"}});
    }
    return static_cast<Right>(found - right_names.begin());
}

Json read_array(const std::string& text, const char* name)
{
    Json json = text.empty() ? Json::array() : Json::parse(text, nullptr, false);
    const bool is_texts =
        json.is_array() && std::all_of(json.begin(), json.end(), [](const Json& item) { return item.is_string(); });
    if (!is_texts) {
        throw Error(ErrorCode::body_shape, {{"name", name}, {"type", "JSON array of words"}});
    }
    return json;
}

// true: every field that is masked; else the fields named.
std::vector<bool> read_reveal(const Object& object, const Json& json)
{
    std::vector<bool> reveal(object.fields.size(), json.is_boolean() && json.get<bool>());
    if (!json.is_boolean() && !json.is_array()) {
        throw Error(ErrorCode::body_shape, {{"name", object.name + ".reveal"}, {"type", "true, false or fields"}});
    }
    for (const Json& name : json.is_array() ? json : Json::array()) {
        reveal.at(static_cast<std::size_t>(
            object.require(name.is_string() ? name.get<std::string>() : name.dump()).position)) = true;
    }
    return reveal;
}

// Conditions in rights are the administrator's: all names may be used in them.
class RuleNames final : public condition::Names {
public:
    RuleNames(const Catalogue& catalogue, const RuleTerms& terms) : catalogue_(catalogue), terms_(terms) {}
    const Object* find_object(std::string_view name) const override { return catalogue_.find(name); }
    // Rights are checked without the keys.
    bool may_use(const Object&, const Field& field) const override { return !field.is_encrypted(); }
    bool is_entry_kind(std::string_view kind) const override
    {
        return std::find(terms_.entry_kinds.begin(), terms_.entry_kinds.end(), kind) != terms_.entry_kinds.end();
    }
    std::string countable() const override
    {
        std::string text;
        for (const Object& object : catalogue_.objects()) {
            if (!object.customer.empty() && object.customer != "id") text += object.name + ", ";
        }
        for (const std::string& kind : terms_.entry_kinds) text += kind + ", ";
        return text.substr(0, text.size() - std::min<std::size_t>(2, text.size()));
    }
    std::string_view currency() const override { return terms_.currency; }

private:
    const Catalogue& catalogue_;
    const RuleTerms& terms_;
};

// Makes the rights of one role out of what declarations, the role and its duties say.
class Compiler {
public:
    Compiler(const Catalogue& catalogue, const RuleTerms& terms) : names_(catalogue, terms), catalogue_(catalogue)
    {
        rights_.resize(catalogue.objects().size());
        said_.resize(catalogue.objects().size());
    }

    // "own", "all", ...: read, edit and erase within that scope, create and import; "read": see all; "none".
    void take_word(const Object& object, const std::string& word)
    {
        ObjectRights& rights = of(object);
        rights = {};
        if (word == "read") {
            rights.read = Scope::all;
            return;
        }
        const Scope scope = read_scope(word, object.name);
        rights.read = rights.edit = rights.erase = rights.export_rows = scope;
        rights.may_create = rights.may_import = scope != Scope::none;
    }

    void overlay(const Object& object, const Json& json)
    {
        if (json.is_string()) {
            take_word(object, json.get<std::string>());
            return;
        }
        if (!json.is_object()) {
            throw Error(ErrorCode::body_shape, {{"name", object.name}, {"type", "a word or an object"}});
        }
        for (const auto& [name, value] : json.items()) {
            take_member(object, name, value);
        }
    }

    // A line is seen and changed by whoever sees and changes what it is a line of.
    void follow_whole()
    {
        for (const Object& object : catalogue_.objects()) {
            if (object.part_of.empty()) continue;
            const ObjectRights& whole = of(catalogue_.require(object.require(object.part_of).to));
            ObjectRights& line = of(object);
            line.read = whole.read;
            line.edit = line.erase = whole.edit;
            line.export_rows = whole.export_rows;
            line.may_create = whole.edit != Scope::none;
            line.may_import = whole.may_import;
        }
    }

    // What a field is when the role does not say: docs/guide/permissions.md, "What one sees of a field".
    void set_fields()
    {
        for (const Object& object : catalogue_.objects()) {
            ObjectRights& rights = of(object);
            const bool may_write = rights.may_create || rights.edit != Scope::none;
            const bool only_looks = !may_write && rights.read > Scope::own;
            rights.fields.clear();
            for (const Field& field : object.fields) {
                const Right plain = may_write && !field.is_system ? Right::write : Right::read;
                const bool is_masked = field.sensitivity == Sensitivity::personal && only_looks;
                rights.fields.push_back(field.sensitivity == Sensitivity::sensitive ? Right::hidden
                                        : is_masked                                 ? Right::masked
                                                                                    : plain);
            }
            for (const auto& [position, right] : said_.at(static_cast<std::size_t>(object.position))) {
                const auto at = static_cast<std::size_t>(position);
                rights.fields.at(at) = object.fields.at(at).is_system ? std::min(right, Right::read) : right;
            }
        }
    }

    // The records that a duty is about. Who only names people to roles changes nothing else of them.
    void add_duties(const Duties& duties)
    {
        for (const char* name : {"user", "organisation_unit", "team", "team_member"}) {
            if (duties.has(Duty::system)) open(name, true);
            else if (duties.has(Duty::security)) open(name, false);
        }
        // Whoever opens an account chooses among the roles.
        if (duties.has(Duty::system)) open("role", false);
        if (!duties.has(Duty::security)) return;
        open("role", true);
        const Object* user = catalogue_.find("user");
        if (user != nullptr && of(*user).edit != Scope::all) {
            of(*user).edit = Scope::all;
            for (const char* name : {"role", "is_active"}) {
                of(*user).fields.at(static_cast<std::size_t>(user->require(name).position)) = Right::write;
            }
        }
    }

    void open_all()
    {
        for (const Object& object : catalogue_.objects()) open(object.name, true);
    }

    std::vector<ObjectRights> take() { return std::move(rights_); }

private:
    ObjectRights& of(const Object& object) { return rights_.at(static_cast<std::size_t>(object.position)); }

    void take_member(const Object& object, const std::string& name, const Json& value)
    {
        ObjectRights& rights = of(object);
        const std::string at = object.name + "." + name;
        const std::string word = value.is_string() ? value.get<std::string>() : "";
        if (name == "fields") take_fields(object, value);
        else if (name == "where") take_condition(object, value);
        else if (name == "reveal") rights.reveal = read_reveal(object, value);
        else if ((name == "create" || name == "import") && value.is_boolean())
            (name == "create" ? rights.may_create : rights.may_import) = value.get<bool>();
        else if (name == "read") rights.read = read_scope(word, at);
        else if (name == "edit") rights.edit = read_scope(word, at);
        else if (name == "delete") rights.erase = read_scope(word, at);
        else if (name == "export") rights.export_rows = read_scope(word, at);
        else
            throw Error(
                ErrorCode::body_shape,
                {{"name", at}, {"type", "read, edit, delete, export, create, import, reveal, where or fields"}});
    }

    void take_fields(const Object& object, const Json& said)
    {
        if (!said.is_object()) {
            throw Error(ErrorCode::body_shape, {{"name", object.name + ".fields"}, {"type", "object"}});
        }
        for (const auto& [field, right] : said.items()) {
            said_.at(static_cast<std::size_t>(object.position))[object.require(field).position] =
                read_right(right.is_string() ? right.get<std::string>() : "", object.name + ".fields." + field);
        }
    }

    void take_condition(const Object& object, const Json& text)
    {
        if (!text.is_string()) {
            throw Error(ErrorCode::body_shape, {{"name", object.name + ".where"}, {"type", "condition"}});
        }
        ObjectRights& rights = of(object);
        rights.where.clear();
        rights.condition = nullptr;
        if (text.get_ref<const std::string&>().find_first_not_of(" \t\n") == std::string::npos) return;
        auto parsed = condition::parse(text.get<std::string>(), object, names_);
        rights.where = condition::format(parsed);
        rights.condition = std::make_shared<const condition::Condition>(std::move(parsed));
    }

    // To read all of an object and, `is_whole`, to change it. What the role holds already stays.
    void open(std::string_view name, bool is_whole)
    {
        const Object* object = catalogue_.find(name);
        if (object == nullptr) return;
        ObjectRights& rights = of(*object);
        rights.read = Scope::all;
        rights.where.clear();
        rights.condition = nullptr;
        rights.fields.resize(object->fields.size());
        if (is_whole) {
            rights.may_create = rights.may_import = true;
            rights.edit = rights.erase = rights.export_rows = Scope::all;
        }
        for (const Field& field : object->fields) {
            Right& right = rights.fields.at(static_cast<std::size_t>(field.position));
            right = std::max(right, is_whole && !field.is_system ? Right::write : Right::read);
        }
    }

    RuleNames names_;
    const Catalogue& catalogue_;
    std::vector<ObjectRights> rights_;
    std::vector<std::map<int, Right>> said_;  // by object and field
};

// The first `count` characters of valid UTF-8.
std::string_view first_characters(std::string_view text, int count)
{
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    std::int32_t end = 0;
    for (int i = 0; i < count && end < static_cast<std::int32_t>(text.size()); ++i) {
        U8_FWD_1(bytes, end, static_cast<std::int32_t>(text.size()));
    }
    return text.substr(0, static_cast<std::size_t>(end));
}

}  // namespace

std::string_view verb_name(Verb verb)
{
    static constexpr std::array<std::string_view, 6> names = {"read", "create", "edit", "delete", "export", "import"};
    return names.at(static_cast<std::size_t>(verb));
}

std::string_view scope_name(Scope scope) { return scope_names.at(static_cast<std::size_t>(scope)); }
std::string_view right_name(Right right) { return right_names.at(static_cast<std::size_t>(right)); }
std::string_view duty_name(Duty duty) { return duty_names.at(static_cast<std::size_t>(duty)); }

Duty duty_from(std::string_view name)
{
    const auto found = std::find(duty_names.begin(), duty_names.end(), name);
    if (found == duty_names.end()) {
        throw Error(ErrorCode::body_shape, {{"name", "duties"}, {"type", "system, security or audit"}});
    }
    return static_cast<Duty>(found - duty_names.begin());
}

const char* Duties::first_beyond(const Duties& held) const
{
    for (const Duty duty : {Duty::system, Duty::security, Duty::audit}) {
        if (has(duty) && !held.has(duty)) return duty_names.at(static_cast<std::size_t>(duty));
    }
    return nullptr;
}

Right Principal::right(const Object& object, const Field& field) const
{
    return on(object).fields.at(static_cast<std::size_t>(field.position));
}

bool Principal::may_reveal(const Object& object, const Field& field) const
{
    const std::vector<bool>& reveal = on(object).reveal;
    return !reveal.empty() && reveal.at(static_cast<std::size_t>(field.position));
}

Scope Principal::scope(const Object& object, Verb verb) const
{
    const ObjectRights& granted = on(object);
    switch (verb) {
        case Verb::read: return granted.read;
        case Verb::create: return granted.may_create ? Scope::all : Scope::none;
        case Verb::edit: return granted.edit;
        case Verb::erase: return granted.erase;
        case Verb::export_rows: return granted.export_rows;
        case Verb::import_rows: return granted.may_import ? Scope::all : Scope::none;
    }
    return Scope::none;
}

void Principal::require(const Object& object, Verb verb) const
{
    if (scope(object, verb) == Scope::none) {
        throw Error(ErrorCode::forbidden, {{"object", object.name}, {"verb", std::string(verb_name(verb))}});
    }
}

RoleRights role_rights(const Catalogue& catalogue, const RoleText& role, const RuleTerms& terms)
{
    const Json given = role.rights.empty() ? Json::object() : Json::parse(role.rights, nullptr, false);
    if (!given.is_object()) {
        throw Error(ErrorCode::body_shape, {{"name", "rights"}, {"type", "JSON object"}});
    }
    for (const auto& [name, value] : given.items()) {
        catalogue.require(name);
    }
    RoleRights compiled;
    const bool is_administrator = role.code == "administrator";
    for (const Json& name : read_array(role.duties, "duties")) {
        compiled.duties.add(duty_from(name.get_ref<const std::string&>()));
    }
    compiled.grants = read_array(role.grants, "grants").get<std::vector<std::string>>();
    Compiler compiler(catalogue, terms);
    for (const Object& object : catalogue.objects()) {
        const Json declared = Json::parse(object.access_json);
        if (declared.contains(role.code)) compiler.overlay(object, declared.at(role.code));
        if (given.contains(object.name)) compiler.overlay(object, given.at(object.name));
    }
    compiler.follow_whole();
    compiler.set_fields();
    compiler.add_duties(compiled.duties);
    if (is_administrator) {
        compiler.open_all();
        for (const Duty duty : {Duty::system, Duty::security, Duty::audit}) compiled.duties.add(duty);
    }
    compiled.objects = compiler.take();
    return compiled;
}

std::string shown(const Principal& principal, const Object& object, const Field& field, std::string text)
{
    const Right right = principal.right(object, field);
    if (right == Right::hidden) return {};
    return right == Right::masked ? masked(field, text) : std::move(text);
}

std::string masked(const Field& field, std::string_view text)
{
    if (text.empty()) {
        return {};
    }
    if (field.type == FieldType::phone) {
        return text.size() > 8
                   ? std::string(text.substr(0, text.size() - 8)) + "****" + std::string(text.substr(text.size() - 4))
                   : "*";
    }
    const std::string_view first = first_characters(text, 1);
    if (field.type == FieldType::email) {
        const auto at = text.find('@');
        const bool is_one_letter = at != text.npos && at <= first.size();
        return std::string(is_one_letter ? "" : first) + "***" + std::string(at == text.npos ? "" : text.substr(at));
    }
    const bool is_text = field.type == FieldType::text || field.type == FieldType::person_name;
    return std::string(is_text && first.size() < text.size() ? first : "") + "*";
}

}  // namespace juan::model
