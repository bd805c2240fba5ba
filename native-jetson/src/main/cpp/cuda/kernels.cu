// Pre-processing on the GPU: one thread a pixel of the tensor, by the arithmetic of the processor's paths.
#include "preprocess/arithmetic.h"

extern "C" __global__ void signetPreprocess(signet::Recipe recipe, const uint8_t* source, uint8_t* target) {
  int32_t x = static_cast<int32_t>(blockIdx.x * blockDim.x + threadIdx.x);
  int32_t y = static_cast<int32_t>(blockIdx.y * blockDim.y + threadIdx.y);
  if (x >= recipe.outWidth || y >= recipe.outHeight) {
    return;
  }
  signet::computePixel(recipe, source, target, x, y, signet::tapAt(x, recipe.outWidth, recipe.cropWidth),
                       signet::tapAt(y, recipe.outHeight, recipe.cropHeight));
}
