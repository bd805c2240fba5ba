// The state of the hardware, from files of the kernel (docs/native.md lists them) and from NVML where that is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "telemetry/files.h"
#include "telemetry/nvml.h"

namespace signet {

struct Rail {
  std::string label;
  int64_t millivolts;
  int64_t milliamps;
  std::optional<int64_t> criticalMilliamps;
};

struct Zone {
  std::string name;
  int64_t milliCelsius;
  std::optional<int64_t> passiveMilliCelsius;   // from where on the kernel slows something down
  std::optional<int64_t> criticalMilliCelsius;  // where it switches off
};

struct ClockRate {
  std::string name;
  int64_t kilohertz;
  std::optional<int64_t> limitKilohertz;    // what it may reach now
  std::optional<int64_t> maximumKilohertz;  // what the hardware can
};

// What the kernel slows down; state 0 is full speed.
struct Brake {
  std::string name;
  int64_t state;
  std::optional<int64_t> maximum;
};

struct PowerMode {
  int64_t id;
  std::string name;  // empty if unknown
};

struct Telemetry {
  std::optional<int64_t> gpuLoadPermille;
  std::optional<int64_t> loadAverageMilli;  // runnable threads over a minute, in thousandths
  std::optional<int64_t> memoryTotalKib;
  std::optional<int64_t> memoryAvailableKib;
  std::optional<int64_t> overCurrentEvents;  // since the system started
  std::optional<PowerMode> powerMode;
  std::vector<Rail> rails;
  std::vector<Zone> zones;
  std::vector<ClockRate> clocks;
  std::vector<Brake> brakes;
  std::optional<NvmlReading> nvml;
};

// Reads what there is; what is not there is left out.
Telemetry readTelemetry(const Files& files, const Nvml& nvml);

// One line a value, its fields divided by tabs: what TelemetryText.java reads. Names hold printable ASCII only.
std::string toLines(const Telemetry& telemetry);

}  // namespace signet
