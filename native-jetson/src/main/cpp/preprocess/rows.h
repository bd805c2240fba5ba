// What the plain and the vector paths have in common: the taps of all columns, computed once, and a row of the tensor.
#pragma once

#include <cstddef>
#include <cstdint>

#include "preprocess/arithmetic.h"

namespace signet {

// Columns are counted from the picture's left edge, the crop's offset included. The arrays are as long as the tensor is wide.
struct Job {
  Recipe recipe;
  const uint8_t* source;
  size_t sourceBytes;
  uint8_t* target;
  const int32_t* columnFirst;   // the left neighbour's column
  const int32_t* columnSecond;  // the right neighbour's column
  const int32_t* columnWeight;
};

// Columns [from, outWidth) of the row, one by one.
void plainRow(const Job& job, int32_t y, const Tap& row, int32_t from);

// The whole row. The processor must have what the name says.
void avx2Row(const Job& job, int32_t y, const Tap& row);
void neonRow(const Job& job, int32_t y, const Tap& row);

}  // namespace signet
