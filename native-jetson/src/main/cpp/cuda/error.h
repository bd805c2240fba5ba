// What CUDA could not do, in words.
#pragma once

#include <stdexcept>

namespace signet {

class CudaError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace signet
