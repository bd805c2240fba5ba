// The first CUDA device: memory that it shares with the processor, and pre-processing on it.
#pragma once

#include <map>
#include <mutex>

#include "cuda/driver.h"
#include "cuda/kernel_images.h"
#include "preprocess/arithmetic.h"

namespace signet {

class CudaDevice {
 public:
  // Allocations at a time, and bytes of one.
  static constexpr size_t kAllocationsMax = 4096;
  static constexpr size_t kBytesMax = size_t{1} << 31;

  // Throws CudaError if there is no device, none of the images runs on it, or CUDA refuses.
  CudaDevice(const std::string& library, const KernelImages& images);
  // Frees what is still allocated.
  ~CudaDevice();
  CudaDevice(const CudaDevice&) = delete;
  CudaDevice& operator=(const CudaDevice&) = delete;

  // Pinned memory that the device sees too: on a Jetson the same memory, elsewhere across the bus. Throws
  // std::invalid_argument unless 1 <= bytes <= 2 GiB, CudaError if there is no more.
  void* allocate(size_t bytes);

  // Ignores what is not allocated.
  void free(void* address) noexcept;

  // Computes the tensor; returns when it is there. Both must lie in memory of allocate(), else std::invalid_argument.
  // Callers on several threads take turns. Throws CudaError if the device fails.
  void preprocess(const Recipe& recipe, const uint8_t* source, size_t sourceBytes, uint8_t* target, size_t targetBytes);

 private:
  class Current;

  struct Allocation {
    size_t bytes;
    CudaPointer devicePointer;
  };

  void open(const KernelImages& images);
  void close() noexcept;
  void load(const KernelImages& images);
  CudaPointer devicePointer(const void* address, size_t bytes, const char* what) const;

  CudaDriver driver_;
  CudaOrdinal device_ = 0;
  CudaObject context_ = nullptr;
  CudaObject module_ = nullptr;
  CudaObject kernel_ = nullptr;
  CudaObject stream_ = nullptr;
  std::mutex mutex_;  // guards what follows and the stream
  std::map<uintptr_t, Allocation> allocations_;
};

}  // namespace signet
