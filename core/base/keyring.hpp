// What is done with the keys of the vault: values are sealed and opened, looked up without being opened, texts signed.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/vault.hpp"

namespace juan {

// Immutable, so that any thread may use it; its keys are drawn from the vault once.
class Keyring {
public:
    explicit Keyring(Vault vault);

    const Vault& vault() const { return vault_; }
    std::uint32_t newest() const { return vault_.newest(); }

    // XChaCha20-Poly1305 with a random nonce under the newest key: "enc1.ID.BASE64URL". `place` ("table|column|id") is
    // bound to it, so that a sealed value cannot be moved to another record.
    std::string seal(std::string_view place, std::string_view text) const;
    // Text that is not sealed comes back as it is: it was written before its field was encrypted.
    // Throws Error value_undecipherable, or key_file_wrong when the key of its id is not here.
    std::string open(std::string_view place, std::string_view kept) const;
    bool is_sealed_by_newest(std::string_view kept) const;

    // What equal texts have in common and nothing else tells: one for each key, the newest first. `place` is
    // "table|column", so that equal values of two columns do not show themselves as equal.
    std::vector<std::string> indexes(std::string_view place, std::string_view text) const;

    // A keyed BLAKE2b-256 of the text, "ID:HEX", under the newest key for this purpose ("audit" or "anchor").
    std::string sign(std::string_view purpose, std::string_view text) const;
    // False also when the signature is none, or of a key that is not here.
    bool is_signed(std::string_view purpose, std::string_view text, std::string_view signature) const;

private:
    struct Keys {
        VaultKey field;
        VaultKey index;
        VaultKey audit;
        VaultKey anchor;
    };
    const VaultKey& for_purpose(const Keys& keys, std::string_view purpose) const;

    Vault vault_;
    std::map<std::uint32_t, Keys> keys_;
};

}  // namespace juan
