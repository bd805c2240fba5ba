#include "telemetry/telemetry.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace signet {

namespace {

bool startsWith(const std::string& text, const std::string& start) { return text.rfind(start, 0) == 0; }

bool endsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

// The kilobytes of one line of /proc/meminfo.
std::optional<int64_t> meminfo(const std::string& text, const std::string& key) {
  const std::string start = key + ":";
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find('\n', at), text.size());
    if (text.compare(at, start.size(), start) == 0) {
      size_t value = std::min(text.find_first_not_of(' ', at + start.size()), end);
      return parseNumber(text.substr(value, end - value));
    }
    at = end + 1;
  }
  return std::nullopt;
}

void readMemory(const Files& files, Telemetry& to) {
  if (std::optional<std::string> text = files.text("proc/meminfo")) {
    to.memoryTotalKib = meminfo(*text, "MemTotal");
    to.memoryAvailableKib = meminfo(*text, "MemAvailable");
  }
}

// "0.52 0.58 0.59 1/97 1234": the first number, whose decimals are always two.
void readLoadAverage(const Files& files, Telemetry& to) {
  std::optional<std::string> text = files.text("proc/loadavg");
  size_t point = text ? text->find('.') : std::string::npos;
  if (point == std::string::npos || point + 3 > text->size()) {
    return;
  }
  std::optional<int64_t> whole = parseNumber(text->substr(0, point));
  std::optional<int64_t> hundredths = parseNumber(text->substr(point + 1, 2));
  if (whole && hundredths) {
    to.loadAverageMilli = *whole * 1000 + *hundredths * 10;
  }
}

// The GPU among the devices whose frequency the kernel scales: JetPack 5 names it after its chip, JetPack 6 "gpu"; on a Thor
// each of its clocks is a device, and this one is of what computes.
bool isGpu(const Files& files, const std::string& name) {
  if (name == "gpu-gpc-0") {
    return true;
  }
  std::optional<std::string> node = files.text("sys/class/devfreq/" + name + "/device/of_node/name");
  std::string known = node ? *node : name;
  for (const char* gpu : {"gpu", "ga10b", "gv11b", "gb10b"}) {
    if (known == gpu || endsWith(known, std::string(".") + gpu)) {
      return true;
    }
  }
  return false;
}

std::optional<int64_t> toKilohertz(std::optional<int64_t> hertz) {
  return hertz ? std::optional<int64_t>(*hertz / 1000) : std::nullopt;
}

void readGpu(const Files& files, Telemetry& to) {
  for (const std::string& name : files.entries("sys/class/devfreq")) {
    if (!isGpu(files, name)) {
      continue;
    }
    std::string path = "sys/class/devfreq/" + name;
    to.gpuLoadPermille = files.number(path + "/device/load");
    if (std::optional<int64_t> hertz = files.number(path + "/cur_freq")) {
      to.clocks.push_back({"gpu", *hertz / 1000, toKilohertz(files.number(path + "/max_freq")), std::nullopt});
    }
    break;
  }
  for (const char* path : {"sys/devices/platform/gpu.0/load", "sys/devices/gpu.0/load"}) {
    if (!to.gpuLoadPermille) {
      to.gpuLoadPermille = files.number(path);
    }
  }
}

void readProcessorClocks(const Files& files, Telemetry& to) {
  const std::string base = "sys/devices/system/cpu/cpufreq";
  for (const std::string& policy : files.entries(base)) {
    if (!startsWith(policy, "policy")) {
      continue;
    }
    std::string path = base + "/" + policy;
    if (std::optional<int64_t> now = files.number(path + "/scaling_cur_freq")) {
      to.clocks.push_back({"cpu" + policy.substr(6), *now, files.number(path + "/scaling_max_freq"),
                           files.number(path + "/cpuinfo_max_freq")});
    }
  }
}

void readRails(const Files& files, const std::string& path, Telemetry& to) {
  constexpr int kChannels = 3;  // of an INA3221; channel 7 of the driver is a sum
  for (int channel = 1; channel <= kChannels; channel++) {
    std::string number = std::to_string(channel);
    std::optional<std::string> label = files.text(path + "/in" + number + "_label");
    std::optional<int64_t> millivolts = files.number(path + "/in" + number + "_input");
    std::optional<int64_t> milliamps = files.number(path + "/curr" + number + "_input");
    if (!label || *label == "NC" || !millivolts || !milliamps) {
      continue;  // "NC": nothing is connected there
    }
    to.rails.push_back({*label, *millivolts, *milliamps, files.number(path + "/curr" + number + "_crit")});
  }
}

void readMonitors(const Files& files, Telemetry& to) {
  for (const std::string& monitor : files.entries("sys/class/hwmon")) {
    std::string path = "sys/class/hwmon/" + monitor;
    if (files.text(path + "/name") == "ina3221") {
      readRails(files, path, to);
    }
    for (const char* counter : {"/oc1_event_cnt", "/oc2_event_cnt", "/oc3_event_cnt"}) {
      if (std::optional<int64_t> events = files.number(path + counter)) {
        to.overCurrentEvents = to.overCurrentEvents.value_or(0) + *events;
      }
    }
  }
}

// The lowest trip point of one kind.
std::optional<int64_t> tripPoint(const Files& files, const std::string& zone, const std::string& kind) {
  constexpr int kTripPointsMax = 32;
  std::optional<int64_t> lowest;
  for (int i = 0; i < kTripPointsMax; i++) {
    std::string path = zone + "/trip_point_" + std::to_string(i);
    std::optional<std::string> type = files.text(path + "_type");
    if (!type) {
      break;
    }
    std::optional<int64_t> temperature = files.number(path + "_temp");
    if (*type == kind && temperature && *temperature > 0) {
      lowest = std::min(lowest.value_or(*temperature), *temperature);
    }
  }
  return lowest;
}

// Devices that slow something down. Others cool (fans), or set offsets that are never 0. Kernels before 5.13 say "thermal-"
// and a number where later ones say the name of what is slowed down.
bool isBrake(const std::string& type) {
  for (const char* start : {"cpufreq-", "devfreq-", "thermal-cpufreq-", "thermal-devfreq-"}) {
    if (startsWith(type, start)) {
      return true;
    }
  }
  return type == "Processor" || endsWith(type, "-throttle-alert");
}

void readThermal(const Files& files, Telemetry& to) {
  for (const std::string& name : files.entries("sys/class/thermal")) {
    std::string path = "sys/class/thermal/" + name;
    std::optional<std::string> type = files.text(path + "/type");
    if (!type) {
      continue;
    }
    if (startsWith(name, "thermal_zone")) {
      if (std::optional<int64_t> temperature = files.number(path + "/temp")) {
        to.zones.push_back(
            {*type, *temperature, tripPoint(files, path, "passive"), tripPoint(files, path, "critical")});
      }
    } else if (startsWith(name, "cooling_device") && isBrake(*type)) {
      if (std::optional<int64_t> state = files.number(path + "/cur_state")) {
        to.brakes.push_back({*type, *state, files.number(path + "/max_state")});
      }
    }
  }
}

// The name of a power mode: "< POWER_MODEL ID=2 NAME=MODE_30W >" in nvpmodel's configuration.
std::string powerModeName(const std::string& configuration, int64_t id) {
  const std::string start = "POWER_MODEL ID=" + std::to_string(id) + " NAME=";
  size_t at = configuration.find(start);
  if (at == std::string::npos) {
    return "";
  }
  size_t begin = at + start.size();
  size_t end = configuration.find_first_of(" >\n", begin);
  return configuration.substr(begin, end == std::string::npos ? end : end - begin);
}

// "pmode:0002" is what the nvpmodel service leaves.
void readPowerMode(const Files& files, Telemetry& to) {
  std::optional<std::string> status = files.text("var/lib/nvpmodel/status");
  if (!status || !startsWith(*status, "pmode:")) {
    return;
  }
  if (std::optional<int64_t> id = parseNumber(status->substr(6))) {
    to.powerMode = PowerMode{*id, powerModeName(files.text("etc/nvpmodel.conf").value_or(""), *id)};
  }
}

std::string field(const std::optional<int64_t>& value) { return value ? std::to_string(*value) : "-"; }

// Names come from files: a tab or a line break in one must not look like a field.
std::string field(const std::string& name) {
  std::string clean = name;
  std::replace_if(clean.begin(), clean.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return clean;
}

class Lines {
 public:
  template <class... Fields>
  void add(const char* key, const Fields&... fields) {
    text_ += key;
    ((text_ += '\t', text_ += fields), ...);
    text_ += '\n';
  }

  void addKnown(const char* key, const std::optional<int64_t>& value) {
    if (value) {
      add(key, std::to_string(*value));
    }
  }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

void addNvml(const NvmlReading& nvml, Lines& lines) {
  lines.addKnown("nvml.load.permille", nvml.loadPermille);
  lines.addKnown("nvml.memory.total.bytes", nvml.memoryTotalBytes);
  lines.addKnown("nvml.memory.used.bytes", nvml.memoryUsedBytes);
  lines.addKnown("nvml.celsius", nvml.celsius);
  lines.addKnown("nvml.celsius.slowdown", nvml.slowdownCelsius);
  lines.addKnown("nvml.milliwatts", nvml.milliwatts);
  lines.addKnown("nvml.megahertz", nvml.megahertz);
  lines.addKnown("nvml.megahertz.maximum", nvml.maximumMegahertz);
  lines.addKnown("nvml.throttle.reasons", nvml.throttleReasons);
}

}  // namespace

Telemetry readTelemetry(const Files& files, const Nvml& nvml) {
  Telemetry telemetry;
  readMemory(files, telemetry);
  readLoadAverage(files, telemetry);
  readGpu(files, telemetry);
  readProcessorClocks(files, telemetry);
  readMonitors(files, telemetry);
  readThermal(files, telemetry);
  readPowerMode(files, telemetry);
  telemetry.nvml = nvml.read();
  return telemetry;
}

std::string toLines(const Telemetry& telemetry) {
  Lines lines;
  lines.addKnown("gpu.load.permille", telemetry.gpuLoadPermille);
  lines.addKnown("load.average.milli", telemetry.loadAverageMilli);
  lines.addKnown("memory.total.kib", telemetry.memoryTotalKib);
  lines.addKnown("memory.available.kib", telemetry.memoryAvailableKib);
  lines.addKnown("overcurrent.events", telemetry.overCurrentEvents);
  if (telemetry.powerMode) {
    lines.add("power.mode", std::to_string(telemetry.powerMode->id), field(telemetry.powerMode->name));
  }
  for (const Rail& rail : telemetry.rails) {
    lines.add("rail", field(rail.label), std::to_string(rail.millivolts), std::to_string(rail.milliamps),
              field(rail.criticalMilliamps));
  }
  for (const Zone& zone : telemetry.zones) {
    lines.add("zone", field(zone.name), std::to_string(zone.milliCelsius), field(zone.passiveMilliCelsius),
              field(zone.criticalMilliCelsius));
  }
  for (const ClockRate& clock : telemetry.clocks) {
    lines.add("clock", field(clock.name), std::to_string(clock.kilohertz), field(clock.limitKilohertz),
              field(clock.maximumKilohertz));
  }
  for (const Brake& brake : telemetry.brakes) {
    lines.add("brake", field(brake.name), std::to_string(brake.state), field(brake.maximum));
  }
  if (telemetry.nvml) {
    addNvml(*telemetry.nvml, lines);
  }
  return lines.text();
}

}  // namespace signet
