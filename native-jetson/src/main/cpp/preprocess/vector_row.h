// One row of a tensor, several columns at a time, written once for all processors. `Lanes` is a vector of 32-bit integers
// with the operations that avx2.cpp and neon.cpp define. It must give what arithmetic.h gives, to the last bit.
//
// The pixels of a row are fetched four bytes at a time from arbitrary columns ("gathered"). Such a fetch may reach past
// the pixel that it is for, though never past the picture's memory: columns that would are left to the plain path.
#pragma once

#include "preprocess/rows.h"

namespace signet {
namespace {

template <class Lanes>
struct Colour {
  Lanes r;
  Lanes g;
  Lanes b;
};

// The weights of one block of columns and of the row.
template <class Lanes>
struct Weights {
  Lanes left;
  Lanes right;
  Lanes top;
  Lanes bottom;
};

template <class Lanes>
inline Lanes clampLevels(Lanes value) {
  return Lanes::min(Lanes::max(value, Lanes::all(0)), Lanes::all(255));
}

template <class Lanes>
inline Lanes lumaOf(Lanes y, const Matrix& matrix) {
  return Lanes::max(y - Lanes::all(kBlack), Lanes::all(0)) * Lanes::all(matrix.y) + Lanes::all(kMatrixHalf);
}

template <class Lanes>
inline Colour<Lanes> yuvToColour(Lanes y, Lanes u, Lanes v, const Matrix& matrix) {
  Lanes luma = lumaOf(y, matrix);
  u = u - Lanes::all(kNeutral);
  v = v - Lanes::all(kNeutral);
  return {clampLevels((luma + v * Lanes::all(matrix.rv)).template shiftRight<kMatrixBits>()),
          clampLevels((luma + u * Lanes::all(matrix.gu) + v * Lanes::all(matrix.gv)).template shiftRight<kMatrixBits>()),
          clampLevels((luma + u * Lanes::all(matrix.bu)).template shiftRight<kMatrixBits>())};
}

template <class Lanes>
inline Lanes greyOf(const Colour<Lanes>& c) {
  return (c.r * Lanes::all(kGreyRed) + c.g * Lanes::all(kGreyGreen) + c.b * Lanes::all(kGreyBlue) +
          Lanes::all(kGreyHalf))
      .template shiftRight<kGreyBits>();
}

// Byte `index` of each lane.
template <int index, class Lanes>
inline Lanes byteOf(Lanes lanes) {
  return lanes.template shiftRightUnsigned<8 * index>() & Lanes::all(0xff);
}

// Sum of four levels by their weights.
template <class Lanes>
inline Lanes blendLanes(Lanes topLeft, Lanes topRight, Lanes bottomLeft, Lanes bottomRight, const Weights<Lanes>& w) {
  return (topLeft * w.left + topRight * w.right) * w.top + (bottomLeft * w.left + bottomRight * w.right) * w.bottom;
}

template <class Lanes>
inline Colour<Lanes> blendColours(const Colour<Lanes>& topLeft, const Colour<Lanes>& topRight,
                                  const Colour<Lanes>& bottomLeft, const Colour<Lanes>& bottomRight,
                                  const Weights<Lanes>& w) {
  return {blendLanes(topLeft.r, topRight.r, bottomLeft.r, bottomRight.r, w),
          blendLanes(topLeft.g, topRight.g, bottomLeft.g, bottomRight.g, w),
          blendLanes(topLeft.b, topRight.b, bottomLeft.b, bottomRight.b, w)};
}

// The two rows of the picture between which a row of the tensor lies.
struct Lines {
  const uint8_t* top;
  const uint8_t* bottom;
  const uint8_t* topChroma;     // NV12 in colour only
  const uint8_t* bottomChroma;  // NV12 in colour only
};

// The left and the right neighbour's levels in one line of a grey picture, or the luma of NV12.
template <class Lanes>
struct Pair {
  Lanes left;
  Lanes right;
};

template <class Lanes>
inline Pair<Lanes> bytesAt(const uint8_t* line, Lanes first) {
  Lanes bytes = Lanes::gather(line, first);
  return {byteOf<0>(bytes), byteOf<1>(bytes)};
}

// Both neighbours in one line of NV12: they share U and V if the left one's column is even.
template <class Lanes>
inline void nv12Line(const uint8_t* line, const uint8_t* chroma, Lanes first, const Matrix& matrix,
                     Colour<Lanes>& left, Colour<Lanes>& right) {
  Pair<Lanes> y = bytesAt(line, first);
  Lanes uv = Lanes::gather(chroma, first & Lanes::all(~1));
  Lanes odd = Lanes::all(0) - (first & Lanes::all(1));  // all bits set, or none
  Lanes rightUv = Lanes::select(odd, uv.template shiftRightUnsigned<16>(), uv);
  left = yuvToColour(y.left, byteOf<0>(uv), byteOf<1>(uv), matrix);
  right = yuvToColour(y.right, byteOf<0>(rightUv), byteOf<1>(rightUv), matrix);
}

template <class Lanes>
inline Colour<Lanes> rgbAt(const uint8_t* line, Lanes offset) {
  Lanes bytes = Lanes::gather(line, offset);
  return {byteOf<0>(bytes), byteOf<1>(bytes), byteOf<2>(bytes)};
}

// The blended levels, in 1/2^22, of the block of columns that starts at x.
template <class Lanes>
inline Colour<Lanes> blockAt(const Job& job, const Lines& lines, int32_t x, const Weights<Lanes>& w) {
  const Recipe& recipe = job.recipe;
  bool grey = recipe.channels == Channels::kGrey;
  Lanes first = Lanes::load(job.columnFirst + x);
  if (recipe.format == Format::kRgb) {
    Lanes left = first * Lanes::all(3);
    Lanes right = Lanes::load(job.columnSecond + x) * Lanes::all(3);
    Colour<Lanes> topLeft = rgbAt(lines.top, left);
    Colour<Lanes> topRight = rgbAt(lines.top, right);
    Colour<Lanes> bottomLeft = rgbAt(lines.bottom, left);
    Colour<Lanes> bottomRight = rgbAt(lines.bottom, right);
    if (grey) {
      Lanes level = blendLanes(greyOf(topLeft), greyOf(topRight), greyOf(bottomLeft), greyOf(bottomRight), w);
      return {level, level, level};
    }
    return blendColours(topLeft, topRight, bottomLeft, bottomRight, w);
  }
  Matrix matrix = matrixOf(recipe.format);
  if (recipe.format != Format::kGrey && !grey) {
    Colour<Lanes> topLeft;
    Colour<Lanes> topRight;
    Colour<Lanes> bottomLeft;
    Colour<Lanes> bottomRight;
    nv12Line(lines.top, lines.topChroma, first, matrix, topLeft, topRight);
    nv12Line(lines.bottom, lines.bottomChroma, first, matrix, bottomLeft, bottomRight);
    return blendColours(topLeft, topRight, bottomLeft, bottomRight, w);
  }
  Pair<Lanes> top = bytesAt(lines.top, first);
  Pair<Lanes> bottom = bytesAt(lines.bottom, first);
  if (recipe.format != Format::kGrey) {
    top = {clampLevels(lumaOf(top.left, matrix).template shiftRight<kMatrixBits>()),
           clampLevels(lumaOf(top.right, matrix).template shiftRight<kMatrixBits>())};
    bottom = {clampLevels(lumaOf(bottom.left, matrix).template shiftRight<kMatrixBits>()),
              clampLevels(lumaOf(bottom.right, matrix).template shiftRight<kMatrixBits>())};
  }
  Lanes level = blendLanes(top.left, top.right, bottom.left, bottom.right, w);
  return {level, level, level};
}

// Scales the levels of one channel of a block and stores them.
template <class Lanes>
inline void storeChannel(const Job& job, int32_t x, int32_t y, int32_t channel, Lanes blended) {
  const Recipe& recipe = job.recipe;
  int64_t pixel = static_cast<int64_t>(y) * recipe.outWidth + x;
  bool nhwc = recipe.order == Order::kNhwc;
  int64_t step = nhwc ? channelCount(recipe) : 1;
  int64_t index = nhwc ? pixel * step + channel
                       : static_cast<int64_t>(channel) * recipe.outWidth * recipe.outHeight + pixel;
  typename Lanes::Floats values =
      Lanes::toFloats(blended) * Lanes::Floats::all(recipe.multiply[channel] * kBlendUnit) +
      Lanes::Floats::all(recipe.add[channel]);
  if (recipe.element == Element::kFloat32) {
    float* target = reinterpret_cast<float*>(job.target) + index;
    if (step == 1) {
      values.store(target);
      return;
    }
    float single[Lanes::kCount];
    values.store(single);
    for (int32_t i = 0; i < Lanes::kCount; i++) {
      target[i * step] = single[i];
    }
    return;
  }
  bool isUnsigned = recipe.element == Element::kUint8;
  int32_t single[Lanes::kCount];
  Lanes::round(values, isUnsigned ? kUint8Min : kInt8Min, isUnsigned ? kUint8Max : kInt8Max).store(single);
  uint8_t* target = job.target + index;
  for (int32_t i = 0; i < Lanes::kCount; i++) {
    target[i * step] = static_cast<uint8_t>(single[i]);
  }
}

// How many columns, from the left, can be fetched four bytes at a time without leaving the picture's memory.
inline int32_t fetchableColumns(const Job& job, int32_t bottomRow) {
  const Recipe& recipe = job.recipe;
  int64_t left = static_cast<int64_t>(job.sourceBytes) - static_cast<int64_t>(bottomRow) * recipe.rowBytes;
  bool colourNv12 = recipe.format != Format::kRgb && recipe.format != Format::kGrey && recipe.channels != Channels::kGrey;
  if (colourNv12) {  // the plane of U and V comes last
    left = static_cast<int64_t>(job.sourceBytes) - recipe.chromaOffset -
           static_cast<int64_t>(bottomRow / 2) * recipe.rowBytes;
  }
  int64_t bytes = recipe.format == Format::kRgb ? 3 : 1;
  int32_t columns = recipe.outWidth;
  while (columns > 0 && job.columnSecond[columns - 1] * bytes + 4 > left) {
    columns--;
  }
  return columns;
}

template <class Lanes>
inline void vectorRow(const Job& job, int32_t y, const Tap& row) {
  const Recipe& recipe = job.recipe;
  int32_t top = recipe.cropY + row.first;
  int32_t bottom = recipe.cropY + row.second;
  int32_t columns = fetchableColumns(job, bottom);
  if (columns < Lanes::kCount) {
    plainRow(job, y, row, 0);
    return;
  }
  int64_t rowBytes = recipe.rowBytes;
  const uint8_t* chroma = job.source + recipe.chromaOffset;
  Lines lines{job.source + top * rowBytes, job.source + bottom * rowBytes, chroma + (top / 2) * rowBytes,
              chroma + (bottom / 2) * rowBytes};
  int32_t x = 0;
  while (x < columns) {
    if (x + Lanes::kCount > columns) {
      x = columns - Lanes::kCount;  // the last block overlaps the one before and writes the same values again
    }
    Lanes right = Lanes::load(job.columnWeight + x);
    Weights<Lanes> weights{Lanes::all(kWeightOne) - right, right, Lanes::all(kWeightOne - row.weight),
                           Lanes::all(row.weight)};
    Colour<Lanes> blended = blockAt<Lanes>(job, lines, x, weights);
    if (recipe.channels == Channels::kGrey) {
      storeChannel(job, x, y, 0, blended.r);
    } else {
      bool bgr = recipe.channels == Channels::kBgr;
      storeChannel(job, x, y, 0, bgr ? blended.b : blended.r);
      storeChannel(job, x, y, 1, blended.g);
      storeChannel(job, x, y, 2, bgr ? blended.r : blended.b);
    }
    x += Lanes::kCount;
  }
  plainRow(job, y, row, columns);
}

}  // namespace
}  // namespace signet
