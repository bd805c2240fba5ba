// The CUDA driver's API, found by dlopen: the library loads on a machine without a GPU, and needs no header of CUDA.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "cuda/error.h"

namespace signet {

// Types of cuda.h by their representation.
using CudaResult = int;
using CudaOrdinal = int;
using CudaPointer = unsigned long long;
using CudaObject = void*;

struct CudaDeviceInfo {
  std::string name;
  int32_t major;           // compute capability
  int32_t minor;
  int64_t memoryBytes;
  bool integrated;         // shares the system's memory, as on a Jetson
  int32_t driverVersion;   // 1000 * major + 10 * minor of the CUDA that the driver supports
};

class CudaDriver {
 public:
  // Loads `library`, initialises it and counts devices. Throws CudaError with the reason if there is none to use. The
  // library is never unloaded, because the driver keeps threads.
  explicit CudaDriver(const std::string& library);

  // Of the first device, which is the one that is used.
  CudaDeviceInfo deviceInfo() const;

  // Throws CudaError with the call's and the error's names unless `result` is success.
  void check(CudaResult result, const char* call) const;

  // The calls that are used, under the names of cuda.h.
  CudaResult (*init)(unsigned);
  CudaResult (*driverGetVersion)(int*);
  CudaResult (*deviceGetCount)(int*);
  CudaResult (*deviceGet)(CudaOrdinal*, int);
  CudaResult (*deviceGetName)(char*, int, CudaOrdinal);
  CudaResult (*deviceTotalMem)(size_t*, CudaOrdinal);
  CudaResult (*deviceGetAttribute)(int*, int, CudaOrdinal);
  CudaResult (*devicePrimaryCtxRetain)(CudaObject*, CudaOrdinal);
  CudaResult (*devicePrimaryCtxRelease)(CudaOrdinal);
  CudaResult (*ctxPushCurrent)(CudaObject);
  CudaResult (*ctxPopCurrent)(CudaObject*);
  CudaResult (*moduleLoadData)(CudaObject*, const void*);
  CudaResult (*moduleUnload)(CudaObject);
  CudaResult (*moduleGetFunction)(CudaObject*, CudaObject, const char*);
  CudaResult (*memHostAlloc)(void**, size_t, unsigned);
  CudaResult (*memHostGetDevicePointer)(CudaPointer*, void*, unsigned);
  CudaResult (*memFreeHost)(void*);
  CudaResult (*streamCreate)(CudaObject*, unsigned);
  CudaResult (*streamSynchronize)(CudaObject);
  CudaResult (*streamDestroy)(CudaObject);
  CudaResult (*launchKernel)(CudaObject, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, CudaObject,
                             void**, void**);

 private:
  template <class Function>
  void find(Function*& function, const char* name);

  std::string library_;
  void* handle_;
  CudaResult (*getErrorName_)(CudaResult, const char**);
};

}  // namespace signet
