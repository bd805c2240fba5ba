// NVIDIA's management library, where the driver brings it: found by dlopen, so that nothing depends on it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace signet {

// What NVML says of the first GPU; each value only if this GPU has it.
struct NvmlReading {
  std::optional<int64_t> loadPermille;
  std::optional<int64_t> memoryTotalBytes;
  std::optional<int64_t> memoryUsedBytes;
  std::optional<int64_t> celsius;
  std::optional<int64_t> slowdownCelsius;  // where the GPU slows itself down
  std::optional<int64_t> milliwatts;
  std::optional<int64_t> megahertz;
  std::optional<int64_t> maximumMegahertz;
  std::optional<int64_t> throttleReasons;  // NVML's bits
};

class Nvml {
 public:
  // Loads `library`, an empty name none; never throws.
  explicit Nvml(const std::string& library);
  ~Nvml();
  Nvml(const Nvml&) = delete;
  Nvml& operator=(const Nvml&) = delete;

  // Nothing without the library or a GPU. Thread-safe.
  std::optional<NvmlReading> read() const;

 private:
  template <class Function>
  Function* find(const char* name) const;

  void* library_ = nullptr;
  void* device_ = nullptr;
};

}  // namespace signet
