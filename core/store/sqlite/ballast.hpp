// Room kept for the next start. Opening needs some of the disk, for the index of the log and for what is told about the
// process; on a disk that is full to the last byte a server that was killed could otherwise not even show what it has.
#pragma once

#include <string>

namespace juan::store {

class Ballast {
public:
    // Gives the room up, for what follows.
    explicit Ballast(const std::string& folder);
    // Takes it again, or as much of it as the disk has.
    void take() const;

private:
    std::string path_;
};

}  // namespace juan::store
