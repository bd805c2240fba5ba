// Pre-processing on the processor: checks a recipe against its memory, then computes the rows of the tensor on the given
// workers, by the fastest path that this processor has.
#pragma once

#include <cstddef>
#include <cstdint>

#include "preprocess/arithmetic.h"
#include "preprocess/workers.h"

namespace signet {

// Bounds of a recipe; a picture of 16384 pixels each way has 805 MB in RGB.
constexpr int32_t kSideMax = 16384;
constexpr int32_t kRowBytesMax = 4 * kSideMax;
constexpr float kFactorMax = 1e6F;

enum class Path { kPlain, kVector };

// Throws std::invalid_argument, with what is allowed, unless the recipe is well formed and fits the memory.
void checkRecipe(const Recipe& recipe, size_t sourceBytes, size_t targetBytes);

// How many bytes the picture and the tensor of a well-formed recipe take.
size_t sourceBytesOf(const Recipe& recipe);
size_t targetBytesOf(const Recipe& recipe);

// What Path::kVector means on this processor: "avx2", "neon", or "plain" if it has neither.
const char* vectorPathName();

// Computes the whole tensor. Throws std::invalid_argument as checkRecipe does.
void preprocess(const Recipe& recipe, const uint8_t* source, size_t sourceBytes, uint8_t* target, size_t targetBytes,
                Path path, Workers& workers);

}  // namespace signet
