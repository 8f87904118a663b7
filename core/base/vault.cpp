// The file is text: a first line with its version, one line for each master key, and a checksum over them.
//   juan-keys 1
//   1 BASE64URL
//   2 BASE64URL
//   sum HEX
// A semicolon may stand for the end of a line, so that an environment variable can hold it.
#include "core/base/vault.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>

#include "core/base/error.hpp"
#include "core/base/secret.hpp"

namespace juan {
namespace {

constexpr std::string_view beginning = "juan-keys ";
constexpr std::string_view version_line = "juan-keys 1";
constexpr std::string_view default_suffix = ".keys";
constexpr std::size_t file_bytes_max = 64 * 1024;
constexpr std::uint64_t check_subkey = 2;  // every other purpose draws subkey 1
constexpr int encoding = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

static_assert(crypto_kdf_KEYBYTES == std::tuple_size_v<VaultKey>);

[[noreturn]] void fail(const std::string& name, std::string what)
{
    throw Error(ErrorCode::key_file_broken, {{"path", name}, {"what", std::move(what)}});
}

[[noreturn]] void fail_errno(const std::string& name) { fail(name, std::strerror(errno)); }

VaultKey derive(const VaultKey& master, std::string_view purpose, std::uint64_t subkey)
{
    std::array<char, crypto_kdf_CONTEXTBYTES> context{};
    CHECK(!purpose.empty() && purpose.size() <= context.size());
    std::copy(purpose.begin(), purpose.end(), context.begin());
    VaultKey key{};
    crypto_kdf_derive_from_key(key.data(), key.size(), subkey, context.data(), master.data());
    return key;
}

std::string key_lines(const std::map<std::uint32_t, VaultKey>& masters)
{
    std::string lines = std::string(version_line) + '\n';
    for (const auto& [id, key] : masters) {
        std::string encoded(sodium_base64_ENCODED_LEN(std::tuple_size_v<VaultKey>, encoding), '\0');
        sodium_bin2base64(encoded.data(), encoded.size(), key.data(), key.size(), encoding);
        encoded.pop_back();  // The C string's end.
        lines += fmt::format("{} {}\n", id, encoded);
    }
    return lines;
}

std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find_first_of("\n;");
        std::string_view line = text.substr(0, end);
        text = end == text.npos ? std::string_view{} : text.substr(end + 1);
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
        if (!line.empty() && line.front() != '#') lines.push_back(line);
    }
    return lines;
}

// Descriptors are closed at the end of a block whatever happens.
class File {
public:
    explicit File(int descriptor) : descriptor_(descriptor) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File()
    {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    int get() const { return descriptor_; }

private:
    int descriptor_;
};

void write_file(const std::string& path, const std::string& text, int flags)
{
    const File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600));
    if (file.get() < 0) fail_errno(path);
    for (std::size_t written = 0; written < text.size();) {
        const ssize_t count = ::write(file.get(), text.data() + written, text.size() - written);
        if (count < 0 && errno != EINTR) fail_errno(path);
        written += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    if (::fsync(file.get()) != 0) fail_errno(path);
}

void sync_folder_of(const std::string& path)
{
    const auto folder = std::filesystem::absolute(path).parent_path();
    const File file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (file.get() < 0 || ::fsync(file.get()) != 0) fail_errno(path);
}

}  // namespace

KeySource key_source(std::string_view option, std::string_view environment, const std::string& data_folder)
{
    if (!option.empty()) return {std::string(option), {}};
    if (environment.starts_with(beginning)) return {{}, std::string(environment)};
    if (!environment.empty()) return {std::string(environment), {}};
    std::string folder = std::filesystem::absolute(data_folder).lexically_normal().string();
    while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
    return {folder + std::string(default_suffix), {}};
}

Vault::~Vault()
{
    for (auto& [id, key] : masters_) {
        sodium_memzero(key.data(), key.size());
    }
}

Vault Vault::parse(std::string_view text, const std::string& name)
{
    auto lines = lines_of(text);
    if (lines.empty() || lines.front() != version_line) fail(name, "its first line is not \"juan-keys 1\"");
    if (lines.size() < 3 || !lines.back().starts_with("sum ")) fail(name, "its last line is missing");
    Vault vault;
    vault.name_ = name;
    for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
        const std::string_view line = lines[i];
        std::uint32_t id = 0;
        const auto read = std::from_chars(line.data(), line.data() + line.size(), id);
        const auto space = static_cast<std::size_t>(read.ptr - line.data());
        VaultKey key{};
        std::size_t length = 0;
        bool is_key = read.ec == std::errc{} && id > 0 && space < line.size() && line[space] == ' ';
        if (is_key) {
            const std::string_view encoded = line.substr(space + 1);
            is_key = sodium_base642bin(key.data(), key.size(), encoded.data(), encoded.size(), nullptr, &length,
                                       nullptr, encoding) == 0 &&
                     length == key.size();
        }
        if (!is_key || !vault.masters_.emplace(id, key).second) {
            fail(name, fmt::format("line {} is not a key", i + 1));
        }
        sodium_memzero(key.data(), key.size());
    }
    if (!same_secret(lines.back().substr(4), hash_hex(key_lines(vault.masters_)))) {
        fail(name, "its checksum is another one");
    }
    return vault;
}

Vault Vault::make() { return Vault().with_new_key(); }

Vault Vault::with_new_key() const
{
    Vault vault = *this;
    VaultKey& key = vault.masters_[masters_.empty() ? 1 : newest() + 1];
    randombytes_buf(key.data(), key.size());
    return vault;
}

VaultKey Vault::key(std::string_view purpose, std::uint32_t id) const
{
    const auto found = masters_.find(id);
    if (found == masters_.end()) {
        throw Error(ErrorCode::key_file_wrong, {{"path", name_}, {"id", std::to_string(id)}});
    }
    return derive(found->second, purpose, 1);
}

std::uint32_t Vault::newest() const
{
    CHECK(!masters_.empty());
    return masters_.rbegin()->first;
}

std::vector<std::uint32_t> Vault::ids() const
{
    std::vector<std::uint32_t> ids;
    for (const auto& [id, key] : masters_) ids.push_back(id);
    return ids;
}

std::string Vault::check_value(std::uint32_t id) const
{
    CHECK(has(id));
    const VaultKey key = derive(masters_.at(id), "check", check_subkey);
    return hash_hex({reinterpret_cast<const char*>(key.data()), key.size()});
}

std::string Vault::text() const
{
    const std::string lines = key_lines(masters_);
    return lines + "sum " + hash_hex(lines) + '\n';
}

std::optional<Vault> load_vault(const KeySource& source)
{
    if (!source.text.empty()) {
        return Vault::parse(source.text, source.name());
    }
    const File file(::open(source.path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) {
        if (errno == ENOENT) return {};
        fail_errno(source.path);
    }
    std::string text(file_bytes_max, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const ssize_t count = ::read(file.get(), text.data() + size, text.size() - size);
        if (count < 0 && errno != EINTR) fail_errno(source.path);
        if (count == 0) break;
        size += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    const Vault vault = Vault::parse(std::string_view(text).substr(0, size), source.path);
    sodium_memzero(text.data(), text.size());
    return vault;
}

Vault require_vault(const KeySource& source)
{
    auto vault = load_vault(source);
    if (!vault) {
        throw Error(ErrorCode::key_file_missing, {{"path", source.name()}});
    }
    return *std::move(vault);
}

void create_key_file(const std::string& path, const Vault& vault)
{
    write_file(path, vault.text(), O_EXCL);
    sync_folder_of(path);
}

void replace_key_file(const std::string& path, const Vault& vault)
{
    const std::string fresh = path + ".new";
    write_file(fresh, vault.text(), O_TRUNC);
    if (::rename(fresh.c_str(), path.c_str()) != 0) fail_errno(path);
    sync_folder_of(path);
}

}  // namespace juan
