// The arithmetic of pre-processing, one pixel at a time: what every path must give, to the last bit.
//
// Everything up to the blended level is integer arithmetic, and the two float operations after it are rounded one by one
// (no fused multiply-add: -ffp-contract=off, --fmad=false). So the plain path, the vector paths and the CUDA kernel have
// no freedom to differ. docs/native.md says the same in prose.
//
// Compiled by the host's compiler and by nvcc. Functions are static so that a copy that was compiled for AVX2 can't be
// linked into code that runs on any processor.
#pragma once

#include <cmath>
#include <cstdint>

#if defined(__CUDACC__)
#define SIGNET_BOTH __host__ __device__
#else
#define SIGNET_BOTH
#endif

namespace signet {

enum class Format : int32_t { kNv12Bt601 = 0, kNv12Bt709 = 1, kRgb = 2, kGrey = 3 };
enum class Channels : int32_t { kRgb = 0, kBgr = 1, kGrey = 2 };
enum class Order : int32_t { kNhwc = 0, kNchw = 1 };
enum class Element : int32_t { kFloat32 = 0, kUint8 = 1, kInt8 = 2 };

// What to do: plain numbers, so that a kernel takes it by value.
struct Recipe {
  Format format;
  int32_t width;           // of the picture, in pixels
  int32_t height;          // of the picture, in pixels
  int32_t rowBytes;        // from one row to the next; NV12: of both planes
  int32_t chromaOffset;    // NV12: where the plane of U and V starts, in bytes
  int32_t cropX;           // the part of the picture that is used, in pixels
  int32_t cropY;
  int32_t cropWidth;
  int32_t cropHeight;
  int32_t outWidth;        // of the tensor
  int32_t outHeight;
  Channels channels;
  Order order;
  Element element;
  float multiply[3];       // value = level * multiply + add, by channel of the tensor
  float add[3];
};

// Three levels of 0 to 255; grey has all three alike.
struct Pixel {
  int32_t r;
  int32_t g;
  int32_t b;
};

constexpr int32_t kWeightBits = 11;
constexpr int32_t kWeightOne = 1 << kWeightBits;
constexpr int32_t kBlendBits = 2 * kWeightBits;
constexpr float kBlendUnit = 1.0F / static_cast<float>(1 << kBlendBits);

// Where one column (or row) of the tensor comes from: two neighbours and the weight of the second, in 1/2048.
struct Tap {
  int32_t first;
  int32_t second;
  int32_t weight;
};

// Half-pixel centres: the centre of output o lies at (o + 1/2) * in / out - 1/2, rounded to 1/2048 (halves up) and held
// within the first and the last pixel.
SIGNET_BOTH static inline Tap tapAt(int32_t out, int32_t outSize, int32_t inSize) {
  int64_t scaled = ((2 * static_cast<int64_t>(out) + 1) * inSize) << (kWeightBits - 1);
  int64_t position = (scaled + outSize / 2) / outSize - kWeightOne / 2;
  if (position < 0) {
    position = 0;
  }
  int32_t first = static_cast<int32_t>(position >> kWeightBits);
  int32_t weight = static_cast<int32_t>(position & (kWeightOne - 1));
  if (first >= inSize - 1) {
    return Tap{inSize - 1, inSize - 1, 0};
  }
  return Tap{first, first + 1, weight};
}

// YCbCr of limited range to RGB in 1/2^20: the three decimals of ITU-R BT.601 and BT.709 as they are usually printed,
// which are also those that OpenCV takes, so that its levels are the same.
struct Matrix {
  int32_t y;
  int32_t rv;
  int32_t gu;
  int32_t gv;
  int32_t bu;
};

constexpr int32_t kMatrixBits = 20;
constexpr int32_t kMatrixHalf = 1 << (kMatrixBits - 1);
constexpr int32_t kBlack = 16;
constexpr int32_t kNeutral = 128;

SIGNET_BOTH static inline Matrix matrixOf(Format format) {
  return format == Format::kNv12Bt709 ? Matrix{1220542, 1880097, -223347, -558891, 2214593}
                                      : Matrix{1220542, 1673527, -409993, -852492, 2116026};
}

// RGB to grey in 1/2^14: BT.601's 0.299, 0.587, 0.114.
constexpr int32_t kGreyBits = 14;
constexpr int32_t kGreyHalf = 1 << (kGreyBits - 1);
constexpr int32_t kGreyRed = 4899;
constexpr int32_t kGreyGreen = 9617;
constexpr int32_t kGreyBlue = 1868;

SIGNET_BOTH static inline int32_t clampLevel(int32_t value) { return value < 0 ? 0 : value > 255 ? 255 : value; }

SIGNET_BOTH static inline Pixel yuvToPixel(int32_t y, int32_t u, int32_t v, const Matrix& matrix) {
  int32_t luma = (y < kBlack ? 0 : y - kBlack) * matrix.y + kMatrixHalf;
  u -= kNeutral;
  v -= kNeutral;
  return Pixel{clampLevel((luma + v * matrix.rv) >> kMatrixBits),
               clampLevel((luma + u * matrix.gu + v * matrix.gv) >> kMatrixBits),
               clampLevel((luma + u * matrix.bu) >> kMatrixBits)};
}

SIGNET_BOTH static inline Pixel lumaToPixel(int32_t y, const Matrix& matrix) {
  int32_t level = clampLevel(((y < kBlack ? 0 : y - kBlack) * matrix.y + kMatrixHalf) >> kMatrixBits);
  return Pixel{level, level, level};
}

SIGNET_BOTH static inline Pixel rgbToGrey(const Pixel& pixel) {
  int32_t level = (pixel.r * kGreyRed + pixel.g * kGreyGreen + pixel.b * kGreyBlue + kGreyHalf) >> kGreyBits;
  return Pixel{level, level, level};
}

// The pixel at (x, y) of the picture, as RGB or, if the tensor is grey, as grey.
SIGNET_BOTH static inline Pixel pixelAt(const Recipe& recipe, const uint8_t* source, int32_t x, int32_t y) {
  const uint8_t* row = source + static_cast<int64_t>(y) * recipe.rowBytes;
  bool grey = recipe.channels == Channels::kGrey;
  if (recipe.format == Format::kGrey) {
    return Pixel{row[x], row[x], row[x]};
  }
  if (recipe.format == Format::kRgb) {
    Pixel pixel{row[3 * x], row[3 * x + 1], row[3 * x + 2]};
    return grey ? rgbToGrey(pixel) : pixel;
  }
  Matrix matrix = matrixOf(recipe.format);
  if (grey) {
    return lumaToPixel(row[x], matrix);
  }
  const uint8_t* chroma = source + recipe.chromaOffset + static_cast<int64_t>(y / 2) * recipe.rowBytes + (x & ~1);
  return yuvToPixel(row[x], chroma[0], chroma[1], matrix);
}

// The level between four neighbours, in 1/2^22: at most 255 * 2^22, below 2^31.
SIGNET_BOTH static inline int32_t blend(int32_t topLeft, int32_t topRight, int32_t bottomLeft, int32_t bottomRight,
                                        int32_t weightX, int32_t weightY) {
  int32_t top = topLeft * (kWeightOne - weightX) + topRight * weightX;
  int32_t bottom = bottomLeft * (kWeightOne - weightX) + bottomRight * weightX;
  return top * (kWeightOne - weightY) + bottom * weightY;
}

// level * multiply + add: three roundings to float (of the level, the product, the sum), each to nearest.
// The power of two goes into the factor first, which is exact.
SIGNET_BOTH static inline float toValue(int32_t blended, float multiply, float add) {
  float product = static_cast<float>(blended) * (multiply * kBlendUnit);
  return product + add;
}

constexpr float kUint8Min = 0;
constexpr float kUint8Max = 255;
constexpr float kInt8Min = -128;
constexpr float kInt8Max = 127;

// To the nearest integer, halves to even, held within what the element can be.
SIGNET_BOTH static inline int32_t quantise(float value, Element element) {
  float min = element == Element::kUint8 ? kUint8Min : kInt8Min;
  float max = element == Element::kUint8 ? kUint8Max : kInt8Max;
  return static_cast<int32_t>(rintf(value < min ? min : value > max ? max : value));
}

SIGNET_BOTH static inline int32_t channelCount(const Recipe& recipe) {
  return recipe.channels == Channels::kGrey ? 1 : 3;
}

SIGNET_BOTH static inline void storeValue(const Recipe& recipe, uint8_t* target, int32_t x, int32_t y, int32_t channel,
                                          float value) {
  int64_t pixel = static_cast<int64_t>(y) * recipe.outWidth + x;
  int64_t index = recipe.order == Order::kNhwc
                      ? pixel * channelCount(recipe) + channel
                      : static_cast<int64_t>(channel) * recipe.outWidth * recipe.outHeight + pixel;
  if (recipe.element == Element::kFloat32) {
    reinterpret_cast<float*>(target)[index] = value;
  } else {
    target[index] = static_cast<uint8_t>(quantise(value, recipe.element));
  }
}

// One pixel of the tensor, from nothing but the recipe and the picture.
SIGNET_BOTH static inline void computePixel(const Recipe& recipe, const uint8_t* source, uint8_t* target, int32_t x,
                                            int32_t y, const Tap& column, const Tap& row) {
  int32_t left = recipe.cropX + column.first;
  int32_t right = recipe.cropX + column.second;
  int32_t top = recipe.cropY + row.first;
  int32_t bottom = recipe.cropY + row.second;
  Pixel topLeft = pixelAt(recipe, source, left, top);
  Pixel topRight = pixelAt(recipe, source, right, top);
  Pixel bottomLeft = pixelAt(recipe, source, left, bottom);
  Pixel bottomRight = pixelAt(recipe, source, right, bottom);
  int32_t levels[3] = {
      blend(topLeft.r, topRight.r, bottomLeft.r, bottomRight.r, column.weight, row.weight),
      blend(topLeft.g, topRight.g, bottomLeft.g, bottomRight.g, column.weight, row.weight),
      blend(topLeft.b, topRight.b, bottomLeft.b, bottomRight.b, column.weight, row.weight)};
  for (int32_t channel = 0; channel < channelCount(recipe); channel++) {
    int32_t level = levels[recipe.channels == Channels::kBgr ? 2 - channel : channel];
    storeValue(recipe, target, x, y, channel, toValue(level, recipe.multiply[channel], recipe.add[channel]));
  }
}

}  // namespace signet
