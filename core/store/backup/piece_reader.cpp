// Decrypt, decompress, check; in this order, so that nothing unauthenticated reaches the decompressor.
#include <sodium.h>
#include <zstd.h>

#include <algorithm>
#include <vector>

#include "core/base/error.hpp"
#include "core/store/backup/piece.hpp"
#include "core/store/backup/stream.hpp"

namespace juan::store {

class PieceReader::Stream {
public:
    Stream(BackupFile& file, const PieceHeader& header, const VaultKey& key, std::string name)
        : file_(file), header_(header), name_(std::move(name)), context_(ZSTD_createDCtx())
    {
        CHECK(context_ != nullptr);
        if (crypto_secretstream_xchacha20poly1305_init_pull(&state_, header.stream.data(), key.data()) != 0) {
            fail_damaged(name_, "its stream cannot be opened");
        }
        crypto_generichash_init(&digest_, nullptr, 0, sizeof(Digest));
    }

    // Some plain bytes; empty at the end of the body.
    std::string_view read(std::size_t bytes_max)
    {
        while (taken_ == plain_.size()) {
            if (!fill()) return {};
        }
        const std::string_view part = std::string_view(plain_).substr(taken_, bytes_max);
        taken_ += part.size();
        plain_bytes_ += part.size();
        return part;
    }
    void require_end()
    {
        if (!read(1).empty() || !is_final_ || plain_bytes_ != header_.plain_bytes || frame_left_ != 0) {
            fail_damaged(name_, "its body does not end where it should");
        }
        Digest digest{};
        crypto_generichash_final(&digest_, digest.data(), digest.size());
        if (digest != header_.body) fail_damaged(name_, "its body has another digest");
    }

private:
    // More into plain_; false when there is no more.
    bool fill()
    {
        if (in_.pos == in_.size && !is_full_ && !pull()) return false;
        plain_.resize(ZSTD_DStreamOutSize());
        ZSTD_outBuffer out{plain_.data(), plain_.size(), 0};
        frame_left_ = ZSTD_decompressStream(context_.get(), &out, &in_);
        if (ZSTD_isError(frame_left_) != 0) fail_damaged(name_, "its body cannot be decompressed");
        is_full_ = out.pos == plain_.size() && frame_left_ != 0;
        plain_.resize(out.pos);
        taken_ = 0;
        return true;
    }
    // The next message; false after the last.
    bool pull()
    {
        if (is_final_) return false;
        constexpr std::size_t sealed_max = message_bytes + crypto_secretstream_xchacha20poly1305_ABYTES;
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(sealed_max, header_.body_bytes - offset_));
        if (size < crypto_secretstream_xchacha20poly1305_ABYTES) fail_damaged(name_, "its last message is missing");
        sealed_.resize(size);
        const std::uint64_t place = header_bytes + offset_;
        if (file_.read_at(sealed_.data(), size, place) != size) fail_damaged(name_, "it was truncated");
        const auto* sealed = reinterpret_cast<const unsigned char*>(sealed_.data());
        crypto_generichash_update(&digest_, sealed, size);
        message_.resize(size - crypto_secretstream_xchacha20poly1305_ABYTES);
        unsigned char tag = 0;
        if (crypto_secretstream_xchacha20poly1305_pull(&state_, reinterpret_cast<unsigned char*>(message_.data()),
                                                       nullptr, &tag, sealed, size, nullptr, 0) != 0) {
            fail_damaged(name_,
                         "altered within the " + std::to_string(size) + " bytes from byte " + std::to_string(place));
        }
        offset_ += size;
        is_final_ = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
        if (is_final_ != (offset_ == header_.body_bytes)) fail_damaged(name_, "it was truncated or extended");
        in_ = {message_.data(), message_.size(), 0};
        return true;
    }

    struct Free {
        void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
    };
    BackupFile& file_;
    const PieceHeader& header_;
    std::string name_;
    std::unique_ptr<ZSTD_DCtx, Free> context_;
    crypto_secretstream_xchacha20poly1305_state state_;
    crypto_generichash_state digest_;
    std::vector<char> sealed_;
    std::string message_;
    ZSTD_inBuffer in_{nullptr, 0, 0};
    std::string plain_;
    std::size_t taken_ = 0;
    std::size_t frame_left_ = 0;
    bool is_full_ = false;  // the decompressor may hold more than fitted
    bool is_final_ = false;
    std::uint64_t offset_ = 0;
    std::uint64_t plain_bytes_ = 0;
};

PieceReader::PieceReader(const std::string& folder, const std::string& name, const Vault& vault)
    : name_(name), file_(folder + "/" + name, BackupFile::Mode::read)
{
    std::string head(header_bytes, '\0');
    head.resize(file_.read_at(head.data(), head.size(), 0));
    header_ = parse_header(head, name);
    if (!vault.has(header_.key_id)) {
        throw Error(ErrorCode::backup_key_wrong, {{"file", name}});
    }
    const VaultKey key = vault.key("backup", header_.key_id);
    check_seal(head, header_, key, name);
    if (piece_name(header_.kind, header_.epoch, header_.number) != name) {
        fail_damaged(name, "by its header it is " + piece_name(header_.kind, header_.epoch, header_.number));
    }
    const std::uint64_t bytes = file_.size();
    if (bytes != header_bytes + header_.body_bytes) {
        fail_damaged(name, "it has " + std::to_string(bytes) + " bytes instead of " +
                               std::to_string(header_bytes + header_.body_bytes));
    }
    stream_ = std::make_unique<Stream>(file_, header_, body_key(key), name);
}

PieceReader::~PieceReader() = default;

Block PieceReader::next()
{
    CHECK(!is_over_);
    while (left_ > 0) {
        if (read(message_bytes).empty()) break;
    }
    left_ = 1 + sizeof(std::uint64_t);
    const std::string head = read_exactly(1 + sizeof(std::uint64_t));
    Block block{static_cast<BlockKind>(head[0]), 0};
    for (unsigned i = 0; i < sizeof block.bytes; ++i) {
        block.bytes |= static_cast<std::uint64_t>(static_cast<unsigned char>(head[1 + i])) << (8 * i);
    }
    left_ = block.bytes;
    if (block.kind == BlockKind::end) {
        stream_->require_end();
        is_over_ = true;
    }
    return block;
}

std::string_view PieceReader::read(std::size_t bytes_max)
{
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(bytes_max, left_));
    if (wanted == 0) return {};
    const std::string_view part = stream_->read(wanted);
    if (part.empty()) fail_damaged(name_, "it ends within a block");
    left_ -= part.size();
    return part;
}

std::string PieceReader::read_exactly(std::size_t bytes)
{
    if (bytes > left_) fail_damaged(name_, "a block is too short");
    std::string all;
    all.reserve(bytes);
    while (all.size() < bytes) all += read(bytes - all.size());
    return all;
}

PieceHeader read_header(const std::string& folder, const std::string& name)
{
    const BackupFile file(folder + "/" + name, BackupFile::Mode::read);
    std::string head(header_bytes, '\0');
    head.resize(file.read_at(head.data(), head.size(), 0));
    return parse_header(head, name);
}

}  // namespace juan::store
