// Bodies that go to disk, and files that come from there.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/http/disk.hpp"
#include "core/http/test_server.hpp"

namespace juan::http {
namespace {

namespace fs = std::filesystem;

std::string content_of(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

class UploadTest : public testing::Test {
protected:
    UploadTest() { fs::create_directories(folder); }
    ~UploadTest() override { fs::remove_all(folder); }

    std::size_t files_left() const
    {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
    }

    const std::string folder = fs::temp_directory_path() / ("juan_upload_test_" + std::to_string(::getpid()));
    std::string seen_path;
    TestServer server{[this] {
                          Router router;
                          router.add(route(
                              Method::post, "/up",
                              [this](const Request& request) {
                                  seen_path = request.body_file;
                                  if (request.argument("fail")) {
                                      throw Error(ErrorCode::json_invalid);
                                  }
                                  return json_response(std::to_string(fs::file_size(request.body_file)));
                              },
                              Body::file));
                          router.add(route(Method::get, "/down", [this](const Request& request) {
                              Response response;
                              response.content_type = "text/csv";
                              response.file = folder + "/" + std::string(request.argument("name").value_or(""));
                              return response;
                          }));
                          return router;
                      }(),
                      [this] {
                          ServerSettings settings;
                          settings.upload_folder = folder;
                          settings.upload_bytes_max = 50'000'000;
                          return settings;
                      }()};
};

TEST_F(UploadTest, a_file_arrives_on_disk_and_goes_back_unchanged)
{
    std::string bytes;
    for (unsigned i = 0; bytes.size() < 9'999'999; ++i) {
        bytes += static_cast<char>(i * i >> 7);
    }
    const std::string source = folder + "/source";
    std::ofstream(source, std::ios::binary) << bytes;
    const auto response = fetch("127.0.0.1", server.port(), Method::post, "/up", {}, {}, source);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "9999999");
    EXPECT_TRUE(content_of(seen_path) == bytes);
    const auto down = server.get("/down?name=" + fs::path(seen_path).filename().string());
    EXPECT_EQ(header_of(down, "content-length"), "9999999");
    EXPECT_TRUE(down.body == bytes);
    const auto head = fetch("127.0.0.1", server.port(), Method::head, "/down?name=source");
    EXPECT_EQ(header_of(head, "content-length"), "9999999");
}

TEST_F(UploadTest, a_failed_upload_leaves_nothing_behind)
{
    EXPECT_EQ(server.post("/up?fail=1", "some bytes").status, 400);
    EXPECT_EQ(files_left(), 0U);
    {
        const RawConnection broken(server.port());
        broken.send("POST /up HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf");
        while (files_left() == 0) {
            std::this_thread::yield();
        }
    }
    for (int i = 0; i < 500 && files_left() > 0; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_EQ(files_left(), 0U);
}

TEST_F(UploadTest, uploads_have_a_limit)
{
    EXPECT_EQ(server.post("/up", std::string(50'000'000, 'a')).status, 200);
    EXPECT_EQ(server.post("/up", std::string(50'000'001, 'a')).status, 413);
}

TEST_F(UploadTest, a_disk_without_room_is_an_error_before_the_first_byte)
{
    EXPECT_THROW(UploadFile(folder, "x", std::uint64_t{1} << 60), Error);
    EXPECT_EQ(files_left(), 0U);
}

TEST_F(UploadTest, a_download_that_is_not_there_is_a_problem)
{
    EXPECT_EQ(server.get("/down?name=nothing").status, 404);
    EXPECT_EQ(server.get("/down?name=").status, 404);
}

}  // namespace
}  // namespace juan::http
