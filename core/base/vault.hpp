// The keys everything secret hangs on: one file outside the data folder, so that whoever takes the data alone can
// neither read what is encrypted nor rewrite the audit.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace juan {

using VaultKey = std::array<unsigned char, 32>;

// Where the keys are: a file, or the text of one (from the environment of a container).
struct KeySource {
    std::string path;  // empty when `text` is given
    std::string text;  // the contents themselves; empty: read `path`
    // For people: the path, or "JUAN_KEYS".
    std::string name() const { return text.empty() ? path : "JUAN_KEYS"; }
};

// `option` is the --keys of the command line, `environment` the value of JUAN_KEYS (a path, or the contents when it
// begins as a key file does); when both are empty the file stands beside the data folder, named FOLDER.keys.
KeySource key_source(std::string_view option, std::string_view environment, const std::string& data_folder);

// Immutable, so that any thread may use it. Holds one or more master keys; the newest writes, all of them read.
class Vault {
public:
    // Reads the contents of a key file; `name` is what an error calls it. Throws Error key_file_broken.
    static Vault parse(std::string_view text, const std::string& name);
    // A first master key, or one more, out of the machine's randomness.
    static Vault make();
    Vault with_new_key() const;

    Vault(const Vault&) = default;
    Vault(Vault&&) = default;
    Vault& operator=(const Vault&) = default;
    Vault& operator=(Vault&&) = default;
    ~Vault();

    // The key for one purpose ("audit", "field", "index", "backup"; at most 8 letters), drawn from master key `id` by
    // libsodium's crypto_kdf. Throws Error key_file_wrong when there is no master key of that id.
    VaultKey key(std::string_view purpose, std::uint32_t id) const;
    bool has(std::uint32_t id) const { return masters_.contains(id); }
    std::uint32_t newest() const;
    std::vector<std::uint32_t> ids() const;  // rising
    // 64 hexadecimal digits that tell this master key from any other, and tell nothing about it.
    std::string check_value(std::uint32_t id) const;
    // What parse() reads.
    std::string text() const;

private:
    Vault() = default;

    std::map<std::uint32_t, VaultKey> masters_;
    std::string name_;  // what errors call it
};

// None when the file does not exist. Throws Error key_file_broken.
std::optional<Vault> load_vault(const KeySource& source);
// For a store that has used keys before. Throws Error key_file_missing, key_file_broken.
Vault require_vault(const KeySource& source);
// Writes a key file that is not there yet, mode 0600, durable on return. Throws Error key_file_broken when something
// stands there already or it cannot be written.
void create_key_file(const std::string& path, const Vault& vault);
// Puts the vault in the place of the file, at once or not at all. Throws Error key_file_broken.
void replace_key_file(const std::string& path, const Vault& vault);

}  // namespace juan
