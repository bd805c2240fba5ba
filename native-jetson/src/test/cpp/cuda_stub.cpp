// A libcuda.so.1 for tests, built once for each SIGNET_STUB: it "runs" the kernel on the processor. Addresses on its device
// differ from those of the processor, so that a mix-up is a crash.
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "preprocess/arithmetic.h"

#define STUB extern "C" __attribute__((visibility("default"))) int

// What the stub is: SIGNET_STUB is one of these.
#define NO_DEVICE_ERROR 1  // cuInit fails
#define NO_DEVICES 2       // cuInit succeeds and there is no device
#define DEVICE 3           // all is well
#define OLD_DRIVER 4       // accepts PTX only
#define REFUSES_KERNELS 5  // accepts no image
#define FAILS_LATE 6       // the kernel fails while it runs

namespace {

constexpr int kSuccess = 0;
constexpr int kInvalidValue = 1;
constexpr int kOutOfMemory = 2;
constexpr int kNoDevice = 100;
constexpr int kNoBinary = 209;
constexpr int kIllegalAddress = 700;

constexpr unsigned long long kDeviceOffset = 1ULL << 44;
constexpr size_t kMemoryBytes = 64 << 20;

int context;
int module;
int stream;
thread_local int contextDepth;  // as in CUDA: each thread has contexts of its own

bool is(int kind) { return SIGNET_STUB == kind; }

uint8_t* onProcessor(unsigned long long pointer) { return reinterpret_cast<uint8_t*>(pointer - kDeviceOffset); }

}  // namespace

STUB cuInit(unsigned flags) { return flags != 0 ? kInvalidValue : is(NO_DEVICE_ERROR) ? kNoDevice : kSuccess; }

STUB cuGetErrorName(int error, const char** name) {
  *name = error == kNoDevice ? "CUDA_ERROR_NO_DEVICE"
          : error == kOutOfMemory ? "CUDA_ERROR_OUT_OF_MEMORY"
          : error == kNoBinary ? "CUDA_ERROR_NO_BINARY_FOR_GPU"
          : error == kIllegalAddress ? "CUDA_ERROR_ILLEGAL_ADDRESS"
                                     : nullptr;
  return *name == nullptr ? kInvalidValue : kSuccess;
}

STUB cuDriverGetVersion(int* version) {
  *version = 12060;
  return kSuccess;
}

STUB cuDeviceGetCount(int* count) {
  *count = is(NO_DEVICES) ? 0 : 1;
  return kSuccess;
}

STUB cuDeviceGet(int* device, int ordinal) {
  *device = ordinal;
  return ordinal == 0 ? kSuccess : kInvalidValue;
}

STUB cuDeviceGetName(char* name, int length, int) {
  std::strncpy(name, "Stub", static_cast<size_t>(length));
  return kSuccess;
}

STUB cuDeviceTotalMem_v2(size_t* bytes, int) {
  *bytes = kMemoryBytes;
  return kSuccess;
}

STUB cuDeviceGetAttribute(int* value, int attribute, int) {
  *value = attribute == 75 ? 8 : attribute == 76 ? 7 : attribute == 18 ? 1 : -1;
  return kSuccess;
}

STUB cuDevicePrimaryCtxRetain(void** to, int) {
  *to = &context;
  return kSuccess;
}

STUB cuDevicePrimaryCtxRelease_v2(int) { return kSuccess; }

STUB cuCtxPushCurrent_v2(void* pushed) {
  contextDepth++;
  return pushed == &context ? kSuccess : kInvalidValue;
}

STUB cuCtxPopCurrent_v2(void**) { return --contextDepth >= 0 ? kSuccess : kInvalidValue; }

STUB cuModuleLoadData(void** to, const void* image) {
  bool text = std::memcmp(image, "//", 2) == 0;
  if (is(REFUSES_KERNELS) || (is(OLD_DRIVER) && !text)) {
    return kNoBinary;
  }
  *to = &module;
  return kSuccess;
}

STUB cuModuleUnload(void*) { return kSuccess; }

STUB cuModuleGetFunction(void** to, void* from, const char* name) {
  *to = &module;
  return from == &module && std::strcmp(name, "signetPreprocess") == 0 ? kSuccess : kInvalidValue;
}

STUB cuMemHostAlloc(void** to, size_t bytes, unsigned flags) {
  if (flags != 3 || contextDepth < 1) {
    return kInvalidValue;
  }
  if (bytes > kMemoryBytes) {
    return kOutOfMemory;
  }
  *to = std::malloc(bytes);
  return kSuccess;
}

STUB cuMemHostGetDevicePointer_v2(unsigned long long* to, void* address, unsigned) {
  *to = reinterpret_cast<uintptr_t>(address) + kDeviceOffset;
  return kSuccess;
}

STUB cuMemFreeHost(void* address) {
  std::free(address);
  return kSuccess;
}

STUB cuStreamCreate(void** to, unsigned) {
  *to = &stream;
  return kSuccess;
}

STUB cuStreamSynchronize(void*) { return is(FAILS_LATE) ? kIllegalAddress : kSuccess; }

STUB cuStreamDestroy_v2(void*) { return kSuccess; }

STUB cuLaunchKernel(void* function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY,
                    unsigned blockZ, unsigned, void* on, void** arguments, void**) {
  if (function != &module || on != &stream || gridZ != 1 || blockZ != 1 || contextDepth < 1) {
    return kInvalidValue;
  }
  signet::Recipe recipe = *static_cast<signet::Recipe*>(arguments[0]);
  uint8_t* source = onProcessor(*static_cast<unsigned long long*>(arguments[1]));
  uint8_t* target = onProcessor(*static_cast<unsigned long long*>(arguments[2]));
  for (unsigned row = 0; row < gridY * blockY; row++) {
    for (unsigned column = 0; column < gridX * blockX; column++) {
      int32_t x = static_cast<int32_t>(column);
      int32_t y = static_cast<int32_t>(row);
      if (x < recipe.outWidth && y < recipe.outHeight) {
        signet::computePixel(recipe, source, target, x, y, signet::tapAt(x, recipe.outWidth, recipe.cropWidth),
                             signet::tapAt(y, recipe.outHeight, recipe.cropHeight));
      }
    }
  }
  return kSuccess;
}
