// The reference: arithmetic.h, pixel by pixel.
#include "preprocess/rows.h"

namespace signet {

void plainRow(const Job& job, int32_t y, const Tap& row, int32_t from) {
  const Recipe& recipe = job.recipe;
  for (int32_t x = from; x < recipe.outWidth; x++) {
    Tap column{job.columnFirst[x] - recipe.cropX, job.columnSecond[x] - recipe.cropX, job.columnWeight[x]};
    computePixel(recipe, job.source, job.target, x, y, column, row);
  }
}

}  // namespace signet
