// Random recipes and pictures for property tests, from a seed that a failure prints.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <new>
#include <random>
#include <string>
#include <vector>

#include "preprocess/preprocess.h"

namespace signet::test {

class RandomRecipe {
 public:
  explicit RandomRecipe(uint32_t seed) : random_(seed) {}

  Recipe recipe(int32_t sideMax) {
    Recipe r{};
    r.format = static_cast<Format>(number(0, 3));
    bool nv12 = r.format == Format::kNv12Bt601 || r.format == Format::kNv12Bt709;
    r.width = number(1, sideMax);
    r.height = number(1, sideMax);
    if (nv12) {
      r.width += r.width % 2;
      r.height += r.height % 2;
    }
    r.rowBytes = (r.format == Format::kRgb ? 3 * r.width : r.width) + (number(0, 1) == 0 ? 0 : number(0, 9));
    r.chromaOffset = nv12 ? r.rowBytes * r.height + (number(0, 1) == 0 ? 0 : number(0, 9)) : 0;
    r.cropWidth = number(0, 2) == 0 ? r.width : number(1, r.width);
    r.cropHeight = number(0, 2) == 0 ? r.height : number(1, r.height);
    r.cropX = number(0, r.width - r.cropWidth);
    r.cropY = number(0, r.height - r.cropHeight);
    r.outWidth = number(1, sideMax);
    r.outHeight = number(1, sideMax);
    r.channels = static_cast<Channels>(number(0, 2));
    r.order = static_cast<Order>(number(0, 1));
    r.element = static_cast<Element>(number(0, 2));
    for (int channel = 0; channel < 3; channel++) {
      r.multiply[channel] = std::uniform_real_distribution<float>(-2, 2)(random_);
      r.add[channel] = std::uniform_real_distribution<float>(-300, 300)(random_);
    }
    return r;
  }

  // Exactly as large as the recipe needs, so that a sanitizer sees a byte read too many.
  std::vector<uint8_t> picture(const Recipe& recipe) {
    std::vector<uint8_t> bytes(sourceBytesOf(recipe));
    for (uint8_t& byte : bytes) {
      byte = static_cast<uint8_t>(random_());
    }
    return bytes;
  }

  int32_t number(int32_t min, int32_t max) { return std::uniform_int_distribution<int32_t>(min, max)(random_); }

 private:
  std::mt19937 random_;
};

inline std::string describe(const Recipe& r) {
  auto number = [](auto value) { return std::to_string(static_cast<int32_t>(value)); };
  return "format " + number(r.format) + ", " + number(r.width) + "x" + number(r.height) + " rows of " +
         number(r.rowBytes) + " bytes, chroma at " + number(r.chromaOffset) + ", crop " + number(r.cropX) + "," +
         number(r.cropY) + " " + number(r.cropWidth) + "x" + number(r.cropHeight) + ", to " + number(r.outWidth) + "x" +
         number(r.outHeight) + " channels " + number(r.channels) + " order " + number(r.order) + " element " +
         number(r.element);
}

// A picture that ends where memory ends, so that any byte that is read too many is a crash: no sanitizer sees what a gather
// reads.
class AtEndOfMemory {
 public:
  explicit AtEndOfMemory(const std::vector<uint8_t>& picture) {
    size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    size_t readable = (picture.size() + page - 1) / page * page;
    bytes_ = readable + page;
    memory_ = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory_ == MAP_FAILED) {
      throw std::bad_alloc();
    }
    uint8_t* end = static_cast<uint8_t*>(memory_) + readable;
    picture_ = std::copy(picture.begin(), picture.end(), end - picture.size()) - picture.size();
    if (mprotect(end, page, PROT_NONE) != 0) {
      munmap(memory_, bytes_);
      throw std::bad_alloc();
    }
  }
  ~AtEndOfMemory() { munmap(memory_, bytes_); }
  AtEndOfMemory(const AtEndOfMemory&) = delete;
  AtEndOfMemory& operator=(const AtEndOfMemory&) = delete;

  const uint8_t* picture() const { return picture_; }

 private:
  size_t bytes_;
  void* memory_;
  const uint8_t* picture_;
};

// The plain path reads the vector itself, whose both ends sanitizers watch.
inline std::vector<uint8_t> compute(const Recipe& recipe, const std::vector<uint8_t>& picture, Path path,
                                    Workers& workers) {
  std::vector<uint8_t> tensor(targetBytesOf(recipe), 0xAA);
  if (path == Path::kPlain) {
    preprocess(recipe, picture.data(), picture.size(), tensor.data(), tensor.size(), path, workers);
  } else {
    AtEndOfMemory copy(picture);
    preprocess(recipe, copy.picture(), picture.size(), tensor.data(), tensor.size(), path, workers);
  }
  return tensor;
}

}  // namespace signet::test
