// The kernels that this build has.
#pragma once

#include <string>
#include <vector>

namespace signet {

struct KernelImages {
  std::string names;                // "sm_87 sm_90 ptx" or so; empty if the library was built without nvcc
  std::vector<const void*> images;  // as cuModuleLoadData takes them; the first that the driver accepts is used
};

const KernelImages& kernelImages();

}  // namespace signet
