// Records on their way from one person to another, kept so that they can go back.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/model/model.hpp"

namespace juan::action {

struct Moved {
    const model::Object* object;
    const model::Field* link;
    Id from;
    Id to;
    std::int64_t count;
};

class Mover {
public:
    Mover(model::Writer& writer, Id hand_over) : writer_(writer), hand_over_(hand_over) {}
    // Requires: the records' link points to `from`. The order of the records does not matter.
    void move(const model::Object& object, const model::Field& link, Id from, Id to, std::vector<std::int64_t> ids);
    const std::vector<Moved>& moved() const { return moved_; }

private:
    model::Writer& writer_;
    Id hand_over_;
    std::int64_t number_ = 0;
    std::vector<Moved> moved_;
};

// Some of the records that moved together.
struct Move {
    const model::Object* object;
    const model::Field* link;
    Id from;
    Id to;
    std::vector<std::int64_t> ids;
    std::vector<std::int64_t> versions;  // right after the move
};
// In the order in which they moved; those whose object or field is no longer declared are left out.
std::vector<Move> read_moves(store::Session& session, const model::Catalogue& catalogue, Id hand_over);

// The first column of a query, integers.
std::vector<std::int64_t> read_integers(store::Session& session, const std::string& sql,
                                        std::span<const store::Value> parameters);
std::string integer_array(std::span<const std::int64_t> integers);

// Fields other than owner that name a user, and that pass to the receiver: managers, leaders.
struct NamedIn {
    const model::Object* object;
    const model::Field* link;
};
std::vector<NamedIn> named_in(const model::Catalogue& catalogue);

// What a hand-over keeps of itself besides the moves.
struct HandOverHead {
    Id id;
    const char* kind;  // "hand_over", "transfer"
    Id from;           // none of a transfer
    Id to;
    Instant undo_until;
    std::string outcome;  // JSON
};
void insert_hand_over(model::Writer& writer, const HandOverHead& head);
// [{"object","field","to":{…},"count"}, …]
void write_moved(JsonWriter& json, store::Session& session, const std::vector<Moved>& moved);

}  // namespace juan::action
