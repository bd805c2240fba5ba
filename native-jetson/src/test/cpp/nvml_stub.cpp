// A libnvidia-ml that says what the environment variable SIGNET_NVML_STUB wants: "all", "load" (nothing but the load),
// "no-driver" or "no-device".
#include <cstdlib>
#include <cstring>

namespace {

constexpr int kSuccess = 0;
constexpr int kNotSupported = 3;
constexpr int kNotFound = 6;
constexpr int kNoDriver = 9;

bool is(const char* kind) {
  const char* wanted = std::getenv("SIGNET_NVML_STUB");
  return wanted != nullptr && std::strcmp(wanted, kind) == 0;
}

int give(unsigned value, unsigned* to) {
  *to = value;
  return is("all") ? kSuccess : kNotSupported;
}

}  // namespace

#define STUB extern "C" __attribute__((visibility("default")))

STUB int nvmlInit_v2() { return is("no-driver") ? kNoDriver : kSuccess; }

STUB int nvmlShutdown() { return kSuccess; }

STUB int nvmlDeviceGetHandleByIndex_v2(unsigned, void** device) {
  static int only;
  *device = &only;
  return is("no-device") ? kNotFound : kSuccess;
}

STUB int nvmlDeviceGetUtilizationRates(void*, unsigned* percent) {
  percent[0] = 73;
  percent[1] = 20;
  return kSuccess;
}

STUB int nvmlDeviceGetMemoryInfo(void*, unsigned long long* bytes) {
  bytes[0] = 80ULL << 30;
  bytes[1] = 79ULL << 30;
  bytes[2] = 1ULL << 30;
  return is("all") ? kSuccess : kNotSupported;
}

STUB int nvmlDeviceGetTemperature(void*, unsigned, unsigned* celsius) { return give(61, celsius); }

STUB int nvmlDeviceGetTemperatureThreshold(void*, unsigned, unsigned* celsius) { return give(90, celsius); }

STUB int nvmlDeviceGetClockInfo(void*, unsigned, unsigned* megahertz) { return give(1980, megahertz); }

STUB int nvmlDeviceGetMaxClockInfo(void*, unsigned, unsigned* megahertz) { return give(1980, megahertz); }

STUB int nvmlDeviceGetPowerUsage(void*, unsigned* milliwatts) { return give(350000, milliwatts); }

STUB int nvmlDeviceGetCurrentClocksThrottleReasons(void*, unsigned long long* bits) {
  *bits = 4;  // the power cap of the software
  return is("all") ? kSuccess : kNotSupported;
}
