#include "telemetry/nvml.h"

#include <dlfcn.h>

namespace signet {

namespace {

// Prototypes and numbers of NVML's public interface (nvml.h of CUDA), whose older functions keep their meaning.
constexpr int kSuccess = 0;
constexpr unsigned kSensorGpu = 0;
constexpr unsigned kClockGraphics = 0;
constexpr unsigned kThresholdSlowdown = 1;

struct Utilization {
  unsigned gpuPercent;
  unsigned memoryPercent;
};

struct Memory {
  unsigned long long total;
  unsigned long long free;
  unsigned long long used;
};

using InitFunction = int();
using HandleFunction = int(unsigned, void**);
using UtilizationFunction = int(void*, Utilization*);
using MemoryFunction = int(void*, Memory*);
using KindFunction = int(void*, unsigned, unsigned*);
using NumberFunction = int(void*, unsigned*);
using BitsFunction = int(void*, unsigned long long*);

}  // namespace

template <class Function>
Function* Nvml::find(const char* name) const {
  return reinterpret_cast<Function*>(dlsym(library_, name));
}

Nvml::Nvml(const std::string& library) {
  library_ = library.empty() ? nullptr : dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library_ == nullptr) {
    return;
  }
  auto* init = find<InitFunction>("nvmlInit_v2");
  auto* handle = find<HandleFunction>("nvmlDeviceGetHandleByIndex_v2");
  if (init == nullptr || handle == nullptr || init() != kSuccess) {
    dlclose(library_);
    library_ = nullptr;
    return;
  }
  if (handle(0, &device_) != kSuccess) {
    device_ = nullptr;
  }
}

Nvml::~Nvml() {
  if (library_ == nullptr) {
    return;
  }
  if (auto* shutdown = find<InitFunction>("nvmlShutdown")) {
    shutdown();
  }
  dlclose(library_);
}

std::optional<NvmlReading> Nvml::read() const {
  if (device_ == nullptr) {
    return std::nullopt;
  }
  NvmlReading reading;
  Utilization utilization{};
  auto* utilizationOf = find<UtilizationFunction>("nvmlDeviceGetUtilizationRates");
  if (utilizationOf != nullptr && utilizationOf(device_, &utilization) == kSuccess) {
    reading.loadPermille = utilization.gpuPercent * 10;
  }
  Memory memory{};
  auto* memoryOf = find<MemoryFunction>("nvmlDeviceGetMemoryInfo");
  if (memoryOf != nullptr && memoryOf(device_, &memory) == kSuccess) {
    reading.memoryTotalBytes = static_cast<int64_t>(memory.total);
    reading.memoryUsedBytes = static_cast<int64_t>(memory.used);
  }
  unsigned number = 0;
  auto kind = [&](const char* name, unsigned which, std::optional<int64_t>& to) {
    auto* function = find<KindFunction>(name);
    if (function != nullptr && function(device_, which, &number) == kSuccess) {
      to = number;
    }
  };
  kind("nvmlDeviceGetTemperature", kSensorGpu, reading.celsius);
  kind("nvmlDeviceGetTemperatureThreshold", kThresholdSlowdown, reading.slowdownCelsius);
  kind("nvmlDeviceGetClockInfo", kClockGraphics, reading.megahertz);
  kind("nvmlDeviceGetMaxClockInfo", kClockGraphics, reading.maximumMegahertz);
  auto* power = find<NumberFunction>("nvmlDeviceGetPowerUsage");
  if (power != nullptr && power(device_, &number) == kSuccess) {
    reading.milliwatts = number;
  }
  unsigned long long bits = 0;
  auto* reasons = find<BitsFunction>("nvmlDeviceGetCurrentClocksThrottleReasons");
  if (reasons != nullptr && reasons(device_, &bits) == kSuccess) {
    reading.throttleReasons = static_cast<int64_t>(bits);
  }
  return reading;
}

}  // namespace signet
