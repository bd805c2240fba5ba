#include "cuda/driver.h"

#include <dlfcn.h>

namespace signet {

namespace {

constexpr CudaResult kSuccess = 0;
// CUdevice_attribute
constexpr int kIntegrated = 18;
constexpr int kCapabilityMajor = 75;
constexpr int kCapabilityMinor = 76;
constexpr int kNameBytesMax = 256;

}  // namespace

template <class Function>
void CudaDriver::find(Function*& function, const char* name) {
  function = reinterpret_cast<Function*>(dlsym(handle_, name));
  if (function == nullptr) {
    throw CudaError("the CUDA driver " + library_ + " is too old: it has no " + name);
  }
}

CudaDriver::CudaDriver(const std::string& library)
    : library_(library), handle_(dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL)) {
  if (handle_ == nullptr) {
    const char* reason = dlerror();
    throw CudaError("no CUDA driver: " + (reason == nullptr ? library : std::string(reason)));
  }
  // Before anything that an old driver may lack: a driver without a device is the more telling reason.
  find(getErrorName_, "cuGetErrorName");
  find(init, "cuInit");
  find(deviceGetCount, "cuDeviceGetCount");
  int count = 0;
  try {
    check(init(0), "cuInit");
    check(deviceGetCount(&count), "cuDeviceGetCount");
  } catch (const CudaError& e) {
    throw CudaError(std::string("no CUDA device: ") + e.what());
  }
  if (count < 1) {
    throw CudaError("no CUDA device: the driver counts none");
  }
  find(driverGetVersion, "cuDriverGetVersion");
  find(deviceGet, "cuDeviceGet");
  find(deviceGetName, "cuDeviceGetName");
  find(deviceTotalMem, "cuDeviceTotalMem_v2");
  find(deviceGetAttribute, "cuDeviceGetAttribute");
  find(devicePrimaryCtxRetain, "cuDevicePrimaryCtxRetain");
  find(devicePrimaryCtxRelease, "cuDevicePrimaryCtxRelease_v2");
  find(ctxPushCurrent, "cuCtxPushCurrent_v2");
  find(ctxPopCurrent, "cuCtxPopCurrent_v2");
  find(moduleLoadData, "cuModuleLoadData");
  find(moduleUnload, "cuModuleUnload");
  find(moduleGetFunction, "cuModuleGetFunction");
  find(memHostAlloc, "cuMemHostAlloc");
  find(memHostGetDevicePointer, "cuMemHostGetDevicePointer_v2");
  find(memFreeHost, "cuMemFreeHost");
  find(streamCreate, "cuStreamCreate");
  find(streamSynchronize, "cuStreamSynchronize");
  find(streamDestroy, "cuStreamDestroy_v2");
  find(launchKernel, "cuLaunchKernel");
}

void CudaDriver::check(CudaResult result, const char* call) const {
  if (result == kSuccess) {
    return;
  }
  const char* name = nullptr;
  if (getErrorName_(result, &name) != kSuccess || name == nullptr) {
    name = "unknown error";
  }
  throw CudaError(std::string(call) + " says " + name + " (" + std::to_string(result) + ")");
}

CudaDeviceInfo CudaDriver::deviceInfo() const {
  CudaOrdinal device = 0;
  check(deviceGet(&device, 0), "cuDeviceGet");
  char name[kNameBytesMax] = {};
  check(deviceGetName(name, kNameBytesMax - 1, device), "cuDeviceGetName");
  size_t bytes = 0;
  check(deviceTotalMem(&bytes, device), "cuDeviceTotalMem");
  int integrated = 0;
  check(deviceGetAttribute(&integrated, kIntegrated, device), "cuDeviceGetAttribute");
  CudaDeviceInfo info{name, 0, 0, static_cast<int64_t>(bytes), integrated != 0, 0};
  check(deviceGetAttribute(&info.major, kCapabilityMajor, device), "cuDeviceGetAttribute");
  check(deviceGetAttribute(&info.minor, kCapabilityMinor, device), "cuDeviceGetAttribute");
  check(driverGetVersion(&info.driverVersion), "cuDriverGetVersion");
  return info;
}

}  // namespace signet
