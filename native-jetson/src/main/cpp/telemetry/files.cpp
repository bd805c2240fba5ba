#include "telemetry/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <memory>

namespace signet {

std::optional<std::string> Files::text(const std::string& path) const {
  int file = open((root_ + "/" + path).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) {
    return std::nullopt;
  }
  std::string text;
  char part[4096];
  ssize_t count = 0;
  while (text.size() < kFileBytesMax && (count = read(file, part, sizeof part)) > 0) {
    text.append(part, static_cast<size_t>(count));
  }
  close(file);
  if (count < 0) {
    return std::nullopt;  // a sensor whose part of the chip is switched off answers EAGAIN
  }
  size_t end = text.find_last_not_of(std::string(" \t\r\n\0", 5));
  text.resize(end == std::string::npos ? 0 : end + 1);
  return text;
}

std::optional<int64_t> Files::number(const std::string& path) const {
  std::optional<std::string> content = text(path);
  return content ? parseNumber(*content) : std::nullopt;
}

std::vector<std::string> Files::entries(const std::string& path) const {
  std::vector<std::string> names;
  std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir((root_ + "/" + path).c_str()), closedir);
  if (!directory) {
    return names;
  }
  while (names.size() < kEntriesMax) {
    dirent* entry = readdir(directory.get());
    if (entry == nullptr) {
      break;
    }
    std::string name = entry->d_name;
    if (name != "." && name != "..") {
      names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<int64_t> parseNumber(const std::string& text) {
  int64_t value = 0;
  const char* end = text.data() + text.size();
  auto [next, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || (next != end && *next != ' ' && *next != '\t' && *next != '\n')) {
    return std::nullopt;
  }
  return -kNumberMax <= value && value <= kNumberMax ? std::optional<int64_t>(value) : std::nullopt;
}

}  // namespace signet
