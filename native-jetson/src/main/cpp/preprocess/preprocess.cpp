#include "preprocess/preprocess.h"

#include <stdexcept>
#include <string>
#include <vector>

#include "preprocess/rows.h"

namespace signet {

namespace {

bool isNv12(Format format) { return format == Format::kNv12Bt601 || format == Format::kNv12Bt709; }

int32_t usedRowBytes(const Recipe& recipe) {
  if (recipe.format == Format::kRgb) {
    return 3 * recipe.width;
  }
  return recipe.width;
}

void requireRange(const char* what, int64_t value, int64_t min, int64_t max) {
  if (value < min || value > max) {
    throw std::invalid_argument(std::string(what) + " must be " + std::to_string(min) + " to " + std::to_string(max) +
                                ", not " + std::to_string(value));
  }
}

void checkPicture(const Recipe& recipe) {
  requireRange("format", static_cast<int32_t>(recipe.format), 0, static_cast<int32_t>(Format::kGrey));
  requireRange("width", recipe.width, 1, kSideMax);
  requireRange("height", recipe.height, 1, kSideMax);
  requireRange("rowBytes", recipe.rowBytes, usedRowBytes(recipe), kRowBytesMax);
  if (isNv12(recipe.format)) {
    if (recipe.width % 2 != 0 || recipe.height % 2 != 0) {
      throw std::invalid_argument("an NV12 picture has an even width and height");
    }
    int64_t lumaBytes = static_cast<int64_t>(recipe.rowBytes) * recipe.height;
    requireRange("chromaOffset", recipe.chromaOffset, lumaBytes, INT32_MAX);
  } else {
    requireRange("chromaOffset", recipe.chromaOffset, 0, 0);
  }
}

void checkTensor(const Recipe& recipe) {
  requireRange("channels", static_cast<int32_t>(recipe.channels), 0, static_cast<int32_t>(Channels::kGrey));
  requireRange("order", static_cast<int32_t>(recipe.order), 0, static_cast<int32_t>(Order::kNchw));
  requireRange("element", static_cast<int32_t>(recipe.element), 0, static_cast<int32_t>(Element::kInt8));
  requireRange("outWidth", recipe.outWidth, 1, kSideMax);
  requireRange("outHeight", recipe.outHeight, 1, kSideMax);
  for (int32_t channel = 0; channel < 3; channel++) {
    // written so that a value that is no number fails too
    if (!(std::fabs(recipe.multiply[channel]) <= kFactorMax) || !(std::fabs(recipe.add[channel]) <= kFactorMax)) {
      throw std::invalid_argument("multiply and add must be -1e6 to 1e6");
    }
  }
}

using RowFunction = void (*)(const Job&, int32_t, const Tap&);

struct NamedPath {
  const char* name;
  RowFunction row;
};

void wholePlainRow(const Job& job, int32_t y, const Tap& row) { plainRow(job, y, row, 0); }

// The fastest path that this processor has.
NamedPath vectorPath() {
#if defined(__aarch64__)
  return {"neon", neonRow};
#else
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    return {"avx2", avx2Row};
  }
#endif
  return {"plain", wholePlainRow};
#endif
}

}  // namespace

size_t sourceBytesOf(const Recipe& recipe) {
  if (isNv12(recipe.format)) {
    return static_cast<size_t>(recipe.chromaOffset) +
           static_cast<size_t>(recipe.rowBytes) * static_cast<size_t>(recipe.height / 2 - 1) +
           static_cast<size_t>(recipe.width);
  }
  return static_cast<size_t>(recipe.rowBytes) * static_cast<size_t>(recipe.height - 1) +
         static_cast<size_t>(usedRowBytes(recipe));
}

size_t targetBytesOf(const Recipe& recipe) {
  size_t values = static_cast<size_t>(recipe.outWidth) * static_cast<size_t>(recipe.outHeight) *
                  static_cast<size_t>(channelCount(recipe));
  return recipe.element == Element::kFloat32 ? values * sizeof(float) : values;
}

void checkRecipe(const Recipe& recipe, size_t sourceBytes, size_t targetBytes) {
  checkPicture(recipe);
  checkTensor(recipe);
  requireRange("cropWidth", recipe.cropWidth, 1, recipe.width);
  requireRange("cropHeight", recipe.cropHeight, 1, recipe.height);
  requireRange("cropX", recipe.cropX, 0, recipe.width - recipe.cropWidth);
  requireRange("cropY", recipe.cropY, 0, recipe.height - recipe.cropHeight);
  if (sourceBytes < sourceBytesOf(recipe)) {
    throw std::invalid_argument("the picture takes " + std::to_string(sourceBytesOf(recipe)) + " bytes, its buffer has " +
                                std::to_string(sourceBytes));
  }
  if (targetBytes < targetBytesOf(recipe)) {
    throw std::invalid_argument("the tensor takes " + std::to_string(targetBytesOf(recipe)) + " bytes, its buffer has " +
                                std::to_string(targetBytes));
  }
}

const char* vectorPathName() { return vectorPath().name; }

void preprocess(const Recipe& recipe, const uint8_t* source, size_t sourceBytes, uint8_t* target, size_t targetBytes,
                Path path, Workers& workers) {
  checkRecipe(recipe, sourceBytes, targetBytes);
  size_t width = static_cast<size_t>(recipe.outWidth);
  std::vector<int32_t> columns(3 * width);
  for (size_t x = 0; x < width; x++) {
    Tap tap = tapAt(static_cast<int32_t>(x), recipe.outWidth, recipe.cropWidth);
    columns[x] = recipe.cropX + tap.first;
    columns[width + x] = recipe.cropX + tap.second;
    columns[2 * width + x] = tap.weight;
  }
  Job job{recipe, source, sourceBytes, target, columns.data(), columns.data() + width, columns.data() + 2 * width};
  RowFunction function = path == Path::kVector ? vectorPath().row : wholePlainRow;
  workers.run(recipe.outHeight, [&job, function](int32_t begin, int32_t end) {
    for (int32_t y = begin; y < end; y++) {
      function(job, y, tapAt(y, job.recipe.outHeight, job.recipe.cropHeight));
    }
  });
}

}  // namespace signet
