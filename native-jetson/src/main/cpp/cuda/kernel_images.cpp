#include "cuda/kernel_images.h"

#if defined(SIGNET_KERNEL_NAMES)
// kernel_images.S
extern "C" const char signetFatbin[];
extern "C" const char signetPtx[];
#endif

namespace signet {

const KernelImages& kernelImages() {
#if defined(SIGNET_KERNEL_NAMES)
  // A driver that is older than the nvcc of this build may refuse its code; the plain text is older still.
  static const KernelImages images{SIGNET_KERNEL_NAMES, {signetFatbin, signetPtx}};
#else
  static const KernelImages images{};
#endif
  return images;
}

}  // namespace signet
