// One JSON line for each verdict; later ones win.
#include "core/backup/verdicts.hpp"

#include <algorithm>
#include <fstream>

#include "core/base/json.hpp"
#include "core/base/json_writer.hpp"
#include "core/store/backup/disk.hpp"

namespace juan::backup {
namespace {

using store::Piece;
using store::PieceKind;

std::string path_of(const std::string& folder) { return folder + "/juan-verdicts.jsonl"; }

std::string format_verdict(const Verdict& verdict)
{
    JsonWriter json;
    json.begin_object().member("kind", store::kind_name(verdict.kind));
    json.member("epoch", static_cast<std::int64_t>(verdict.epoch))
        .member("first", static_cast<std::int64_t>(verdict.first));
    json.member("last", static_cast<std::int64_t>(verdict.last)).member("state", state_name(verdict.state));
    json.member("at", to_integer(verdict.at));
    if (!verdict.why.en.empty()) json.member("zh", verdict.why.zh).member("en", verdict.why.en);
    return json.end_object().take();
}

Verdict parse_verdict(const Json& json)
{
    Verdict verdict;
    verdict.kind = json.value("kind", "") == "full" ? PieceKind::full : PieceKind::increment;
    verdict.epoch = json.value("epoch", std::uint64_t{0});
    verdict.first = json.value("first", std::uint64_t{0});
    verdict.last = json.value("last", std::uint64_t{0});
    const std::string state = json.value("state", "");
    verdict.state = state == "verified" ? State::verified : state == "failed" ? State::failed : State::unverified;
    verdict.at = instant_from(json.value("at", std::int64_t{0}));
    verdict.why = {json.value("zh", ""), json.value("en", "")};
    return verdict;
}

}  // namespace

std::string_view state_name(State state)
{
    switch (state) {
        case State::unverified: return "unverified";
        case State::verified: return "verified";
        case State::failed: return "failed";
    }
    return "";
}

std::vector<Verdict> read_verdicts(const std::string& folder)
{
    std::vector<Verdict> verdicts;
    std::ifstream file(path_of(folder));
    for (std::string line; std::getline(file, line);) {
        const Json json = Json::parse(line, nullptr, false);
        if (json.is_object()) verdicts.push_back(parse_verdict(json));
    }
    return verdicts;
}

void write_verdicts(const std::string& folder, const std::vector<Verdict>& verdicts)
{
    std::string text;
    for (const Verdict& verdict : verdicts) text += format_verdict(verdict) + '\n';
    const std::string scratch = path_of(folder) + ".partial";
    {
        store::BackupFile file(scratch, store::BackupFile::Mode::create);
        file.append(text);
        file.sync();
    }
    store::rename_durably(scratch, path_of(folder));
}

std::vector<Item> judge(const std::vector<Piece>& pieces, const std::vector<Verdict>& verdicts)
{
    std::vector<Item> items;
    for (const Piece& piece : pieces) {
        Item item{piece, State::unverified, {}, {}};
        for (const Verdict& verdict : verdicts) {
            if (verdict.kind == piece.kind && verdict.epoch == piece.epoch && verdict.first <= piece.number &&
                piece.number <= verdict.last) {
                item.state = verdict.state;
                item.verified_at = verdict.at;
                item.why = verdict.why;
            }
        }
        if (!piece.fault.empty()) {
            item.state = State::failed;
            const Finding damaged{ErrorCode::backup_damaged, {{"file", piece.name}, {"what", piece.fault}}};
            item.why = {sentence(damaged, Language::zh), sentence(damaged, Language::en)};
        }
        items.push_back(std::move(item));
    }
    return items;
}

std::vector<Piece> superseded(const std::vector<Item>& items, Instant keep_from)
{
    const Piece* base = nullptr;
    for (const Item& item : items) {
        const bool counts = item.piece.kind == PieceKind::full && item.state == State::verified;
        if (counts && item.piece.to <= keep_from && (base == nullptr || item.piece.to >= base->to)) base = &item.piece;
    }
    std::vector<Piece> gone;
    for (const Item& item : items) {
        const Piece& piece = item.piece;
        if (base == nullptr || piece.name == base->name) continue;
        const std::uint64_t first = piece.kind == PieceKind::full ? base->number : base->first_increment;
        if (piece.epoch < base->epoch || (piece.epoch == base->epoch && piece.number < first)) gone.push_back(piece);
    }
    return gone;
}

}  // namespace juan::backup
