// Compress, encrypt, write; the header last, when all is known.
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>
#include <zstd.h>

#include <filesystem>
#include <vector>

#include "core/base/error.hpp"
#include "core/store/backup/piece.hpp"
#include "core/store/backup/stream.hpp"

namespace juan::store {

class PieceWriter::Stream {
public:
    Stream(BackupFile& file, const VaultKey& key)
        : file_(file), context_(ZSTD_createCCtx()), out_(ZSTD_CStreamOutSize())
    {
        CHECK(context_ != nullptr);
        ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, compression_level);
        crypto_secretstream_xchacha20poly1305_init_push(&state_, header.data(), key.data());
        crypto_generichash_init(&digest_, nullptr, 0, sizeof(Digest));
        file_.append(std::string(header_bytes, '\0'));
    }

    void write(std::string_view bytes, ZSTD_EndDirective directive)
    {
        plain_bytes += bytes.size();
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        std::size_t left = 1;
        while (in.pos < in.size || (directive == ZSTD_e_end && left != 0)) {
            ZSTD_outBuffer out{out_.data(), out_.size(), 0};
            left = ZSTD_compressStream2(context_.get(), &out, &in, directive);
            CHECK(ZSTD_isError(left) == 0);
            message_.append(out_.data(), out.pos);
            while (message_.size() > message_bytes) {
                push(std::string_view(message_).substr(0, message_bytes), false);
                message_.erase(0, message_bytes);
            }
        }
    }
    Digest end()
    {
        write({}, ZSTD_e_end);
        push(message_, true);
        Digest digest{};
        crypto_generichash_final(&digest_, digest.data(), digest.size());
        return digest;
    }

    std::array<unsigned char, stream_header_bytes> header{};
    std::uint64_t plain_bytes = 0;
    std::uint64_t body_bytes = 0;

private:
    void push(std::string_view plain, bool is_last)
    {
        sealed_.resize(plain.size() + crypto_secretstream_xchacha20poly1305_ABYTES);
        const unsigned char tag = is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                                          : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
        crypto_secretstream_xchacha20poly1305_push(&state_, sealed_.data(), nullptr,
                                                   reinterpret_cast<const unsigned char*>(plain.data()), plain.size(),
                                                   nullptr, 0, tag);
        crypto_generichash_update(&digest_, sealed_.data(), sealed_.size());
        file_.append({reinterpret_cast<const char*>(sealed_.data()), sealed_.size()});
        body_bytes += sealed_.size();
    }

    struct Free {
        void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    };
    BackupFile& file_;
    std::unique_ptr<ZSTD_CCtx, Free> context_;
    std::vector<char> out_;
    std::string message_;
    std::vector<unsigned char> sealed_;
    crypto_secretstream_xchacha20poly1305_state state_;
    crypto_generichash_state digest_;
};

PieceWriter::PieceWriter(const std::string& folder, const std::string& scratch_name, const VaultKey& key)
    : folder_(folder),
      key_(key),
      file_(fmt::format("{}/.{}.partial", folder, scratch_name), BackupFile::Mode::create),
      stream_(std::make_unique<Stream>(file_, body_key(key)))
{
}

PieceWriter::~PieceWriter()
{
    if (!is_finished_) ::unlink(file_.path().c_str());
    sodium_memzero(key_.data(), key_.size());
}

void PieceWriter::begin(BlockKind kind, std::uint64_t bytes)
{
    CHECK(left_ == 0);
    std::string head(1, static_cast<char>(kind));
    for (unsigned i = 0; i < sizeof bytes; ++i) head += static_cast<char>(bytes >> (8 * i) & 0xff);
    stream_->write(head, ZSTD_e_continue);
    left_ = bytes;
}

void PieceWriter::write(std::string_view bytes)
{
    CHECK(bytes.size() <= left_);
    stream_->write(bytes, ZSTD_e_continue);
    left_ -= bytes.size();
}

void PieceWriter::finish(PieceHeader& header)
{
    begin(BlockKind::end, 0);
    header.body = stream_->end();
    header.stream = stream_->header;
    header.plain_bytes = stream_->plain_bytes;
    header.body_bytes = stream_->body_bytes;
    file_.write_at(format_header(header, key_), 0);
    file_.sync();
    rename_durably(file_.path(), folder_ + "/" + piece_name(header.kind, header.epoch, header.number));
    is_finished_ = true;
}

}  // namespace juan::store
