// What each command of the program does. All throw Error; each gives the exit status.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace juan {

std::string version();

struct CommonOptions {
    std::string data_folder = "juan-data";
    std::string currency = "CNY";
    std::string key_file;  // empty: JUAN_KEYS, else the file beside the data folder
    std::string ca_file;   // whom to trust besides the system's store when reaching others; may be empty
    int exit_status = 0;
};

struct ServeOptions {
    CommonOptions common;
    std::string program;  // path of this program, to start the analyst with
    std::string listen = "127.0.0.1:8080";
    std::vector<std::string> hosts;
    std::string public_url;  // in front of links that are given out; empty: this machine's own
    bool with_sample = false;
};
int serve(const ServeOptions& options);

struct ImportOptions {
    CommonOptions common;
    std::string program;
    std::string file;
    std::string object;    // empty: the one that fits best
    std::string map_file;  // empty: the mapping that is proposed
    bool is_check = false;
};
int import_file(const ImportOptions& options);

struct UserOptions {
    CommonOptions common;
    std::string name;
    std::string email;
    std::string role;
};
int add_user(const UserOptions& options);

struct KeyOptions {
    CommonOptions common;
    std::string name = "key";
    std::string role;
};
int add_key(const KeyOptions& options);

struct SeedOptions {
    CommonOptions common;
    std::string program;
    std::int64_t customer_count = 0;
    std::uint64_t seed = 1;
    std::string files_folder;  // not empty: write the files there and no more
};
int seed(const SeedOptions& options);

struct BackupOptions {
    CommonOptions common;
    std::string program;
    std::string to_folder;  // empty: the scheduled one
    bool is_full = false;
};
// 0: made and verified.
int backup_store(const BackupOptions& options);

struct RestoreOptions {
    CommonOptions common;  // its data folder is the new one
    std::string from_folder;
    std::string at;  // RFC 3339; empty: the latest
};
int restore_store(const RestoreOptions& options);

// 0 whole, 1 not checked, 2 altered, 3 cut, 4 replaced.
int verify_audit(const CommonOptions& options);
int rotate_keys(const CommonOptions& options);
int run_analyst(const CommonOptions& options);

}  // namespace juan
