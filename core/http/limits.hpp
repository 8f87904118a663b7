// The limits of the HTTP edge that no setting moves.
#pragma once

#include <cstddef>
#include <cstdint>

namespace juan::http {

constexpr std::size_t target_bytes_max = 8 * 1024;
constexpr std::size_t fields_max = 100;
constexpr std::size_t fields_bytes_max = 16 * 1024;  // all field lines with their line ends
constexpr std::size_t request_line_bytes_max = target_bytes_max + 64;
constexpr std::size_t head_bytes_max = request_line_bytes_max + fields_bytes_max + 2;

constexpr std::uint64_t bodies_bytes_max = std::uint64_t{256} * 1024 * 1024;  // of all requests in memory together
constexpr std::size_t file_chunk_bytes = 256 * 1024;
constexpr std::uint64_t disk_reserve_bytes = std::uint64_t{64} * 1024 * 1024;  // what an upload leaves free

constexpr std::size_t waiting_max = 512;  // requests that wait for a worker
constexpr std::size_t event_queue_max = 256;
constexpr std::size_t event_queue_bytes_max = 1024 * 1024;
constexpr std::size_t compress_bytes_min = 4 * 1024;
constexpr std::size_t linger_bytes_max = 16 * 1024 * 1024;
constexpr int descriptors_reserved = 256;  // for the store, files and uploads

}  // namespace juan::http
