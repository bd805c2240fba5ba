#include "cuda/device.h"

#include "preprocess/preprocess.h"

namespace signet {

namespace {

constexpr unsigned kPortableAndMapped = 1 | 2;  // CU_MEMHOSTALLOC_PORTABLE, CU_MEMHOSTALLOC_DEVICEMAP
constexpr unsigned kStreamNonBlocking = 1;      // CU_STREAM_NON_BLOCKING
constexpr int32_t kBlockWidth = 32;
constexpr int32_t kBlockHeight = 8;

unsigned blocks(int32_t size, int32_t block) { return static_cast<unsigned>((size + block - 1) / block); }

}  // namespace

// Makes the device's context the calling thread's for as long as it lives: any thread of the JVM may call.
class CudaDevice::Current {
 public:
  explicit Current(const CudaDevice& device) : driver_(device.driver_) {
    driver_.check(driver_.ctxPushCurrent(device.context_), "cuCtxPushCurrent");
  }
  ~Current() {
    CudaObject popped = nullptr;
    driver_.ctxPopCurrent(&popped);
  }
  Current(const Current&) = delete;
  Current& operator=(const Current&) = delete;

 private:
  const CudaDriver& driver_;
};

CudaDevice::CudaDevice(const std::string& library, const KernelImages& images) : driver_(library) {
  if (images.images.empty()) {
    throw CudaError("this build has no CUDA kernels: build it where nvcc is installed");
  }
  driver_.check(driver_.deviceGet(&device_, 0), "cuDeviceGet");
  driver_.check(driver_.devicePrimaryCtxRetain(&context_, device_), "cuDevicePrimaryCtxRetain");
  try {
    open(images);
  } catch (...) {  // a destructor does not run for what was not constructed
    close();
    throw;
  }
}

CudaDevice::~CudaDevice() { close(); }

void CudaDevice::open(const KernelImages& images) {
  Current current(*this);
  load(images);
  driver_.check(driver_.moduleGetFunction(&kernel_, module_, "signetPreprocess"), "cuModuleGetFunction");
  driver_.check(driver_.streamCreate(&stream_, kStreamNonBlocking), "cuStreamCreate");
}

void CudaDevice::load(const KernelImages& images) {
  std::string reason;
  for (const void* image : images.images) {
    try {
      driver_.check(driver_.moduleLoadData(&module_, image), "cuModuleLoadData");
      return;
    } catch (const CudaError& e) {
      reason = e.what();
      module_ = nullptr;
    }
  }
  throw CudaError("no kernel of this build (" + images.names + ") runs on this device: " + reason);
}

// Results are ignored: nothing can be done about them, and a context that has failed fails here again.
void CudaDevice::close() noexcept {
  if (driver_.ctxPushCurrent(context_) == 0) {
    for (const auto& [address, allocation] : allocations_) {
      driver_.memFreeHost(reinterpret_cast<void*>(address));
    }
    if (stream_ != nullptr) {
      driver_.streamDestroy(stream_);
    }
    if (module_ != nullptr) {
      driver_.moduleUnload(module_);
    }
    CudaObject popped = nullptr;
    driver_.ctxPopCurrent(&popped);
  }
  driver_.devicePrimaryCtxRelease(device_);
}

void* CudaDevice::allocate(size_t bytes) {
  if (bytes < 1 || bytes > kBytesMax) {
    throw std::invalid_argument("a buffer has 1 to " + std::to_string(kBytesMax) + " bytes, not " +
                                std::to_string(bytes));
  }
  std::lock_guard<std::mutex> lock(mutex_);
  if (allocations_.size() >= kAllocationsMax) {
    throw CudaError("all " + std::to_string(kAllocationsMax) + " buffers are in use: use them again");
  }
  Current current(*this);
  void* address = nullptr;
  driver_.check(driver_.memHostAlloc(&address, bytes, kPortableAndMapped), "cuMemHostAlloc");
  try {
    CudaPointer pointer = 0;
    driver_.check(driver_.memHostGetDevicePointer(&pointer, address, 0), "cuMemHostGetDevicePointer");
    allocations_[reinterpret_cast<uintptr_t>(address)] = Allocation{bytes, pointer};
  } catch (...) {
    driver_.memFreeHost(address);
    throw;
  }
  return address;
}

void CudaDevice::free(void* address) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  if (allocations_.erase(reinterpret_cast<uintptr_t>(address)) == 0) {
    return;
  }
  if (driver_.ctxPushCurrent(context_) == 0) {
    driver_.memFreeHost(address);
    CudaObject popped = nullptr;
    driver_.ctxPopCurrent(&popped);
  }
}

CudaPointer CudaDevice::devicePointer(const void* address, size_t bytes, const char* what) const {
  uintptr_t begin = reinterpret_cast<uintptr_t>(address);
  auto next = allocations_.upper_bound(begin);
  if (next != allocations_.begin()) {
    auto [base, allocation] = *std::prev(next);
    if (begin - base <= allocation.bytes && bytes <= allocation.bytes - (begin - base)) {
      return allocation.devicePointer + (begin - base);
    }
  }
  throw std::invalid_argument(std::string("the ") + what + " must lie in a buffer that this device has allocated");
}

void CudaDevice::preprocess(const Recipe& recipe, const uint8_t* source, size_t sourceBytes, uint8_t* target,
                            size_t targetBytes) {
  checkRecipe(recipe, sourceBytes, targetBytes);
  std::lock_guard<std::mutex> lock(mutex_);
  CudaPointer from = devicePointer(source, sourceBytesOf(recipe), "picture");
  CudaPointer to = devicePointer(target, targetBytesOf(recipe), "tensor");
  Current current(*this);
  Recipe copy = recipe;
  void* arguments[] = {&copy, &from, &to};
  driver_.check(driver_.launchKernel(kernel_, blocks(recipe.outWidth, kBlockWidth), blocks(recipe.outHeight, kBlockHeight),
                                     1, kBlockWidth, kBlockHeight, 1, 0, stream_, arguments, nullptr),
                "cuLaunchKernel");
  driver_.check(driver_.streamSynchronize(stream_), "cuStreamSynchronize");
}

}  // namespace signet
