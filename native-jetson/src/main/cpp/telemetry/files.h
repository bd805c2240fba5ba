// Small files of the kernel below a root directory, which is "/" but for recorded trees.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signet {

class Files {
 public:
  // Bounds of what is read, far above what the kernel writes.
  static constexpr size_t kFileBytesMax = 65536;
  static constexpr size_t kEntriesMax = 512;

  explicit Files(std::string root) : root_(std::move(root)) {}

  // The text without white space and zeros at its end; nothing if there is no such file or it can't be read now.
  std::optional<std::string> text(const std::string& path) const;

  // A decimal number, alone or followed by white space and anything, as parseNumber reads it.
  std::optional<int64_t> number(const std::string& path) const;

  // Names in a directory, sorted; none if there is no such directory.
  std::vector<std::string> entries(const std::string& path) const;

 private:
  std::string root_;
};

// What the kernel counts in is far below this, so a larger number is a damaged one; sums and products of those that are
// not larger do not overflow.
constexpr int64_t kNumberMax = 1000000000000000;

// The decimal number at the start of `text`, up to its end or white space; nothing unless -kNumberMax <= number <= kNumberMax.
std::optional<int64_t> parseNumber(const std::string& text);

}  // namespace signet
