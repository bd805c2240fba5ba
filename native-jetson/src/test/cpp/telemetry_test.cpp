#include "telemetry/telemetry.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "check.h"

using namespace signet;
using namespace signet::test;

namespace {

// Set by CMake: where the recorded trees are, and the stub of NVML.
const std::string kTrees = SIGNET_TREES;
const std::string kNvmlStub = SIGNET_NVML_STUB;

std::string linesOf(const std::string& tree) {
  Nvml none("");
  return toLines(readTelemetry(Files(kTrees + "/" + tree), none));
}

// A directory in the one of the build, which goes with what is in it, however a test ends.
class ScratchDirectory {
 public:
  ScratchDirectory() : path_(SIGNET_BUILD_DIRECTORY "/scratch-XXXXXX") { CHECK(mkdtemp(path_.data()) != nullptr); }
  ~ScratchDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

TEST_CASE("telemetry/orinWithJetPack6") {
  CHECK_EQUAL(linesOf("agx-orin-jetpack6"),
              "gpu.load.permille\t437\n"
              "load.average.milli\t1520\n"
              "memory.total.kib\t31356200\n"
              "memory.available.kib\t24117312\n"
              "overcurrent.events\t0\n"
              "power.mode\t2\tMODE_30W\n"
              "rail\tVDD_GPU_SOC\t19048\t1240\t-\n"
              "rail\tVDD_CPU_CV\t19048\t412\t-\n"
              "rail\tVIN_SYS_5V0\t4976\t980\t-\n"
              "rail\tVDDQ_VDD2_1V8AO\t4976\t264\t-\n"
              "zone\tcpu-thermal\t52312\t99000\t104500\n"
              "zone\tgpu-thermal\t49031\t99000\t104500\n"
              "zone\tsoc0-thermal\t50125\t99000\t104500\n"
              "zone\ttj-thermal\t52312\t99000\t104500\n"
              "clock\tgpu\t612000\t612000\t-\n"
              "clock\tcpu0\t1497600\t1728000\t2201600\n"
              "clock\tcpu4\t729600\t1728000\t2201600\n"
              "brake\tcpufreq-cpu0\t0\t19\n"
              "brake\tcpufreq-cpu4\t0\t19\n"
              "brake\tdevfreq-17000000.gpu\t0\t3\n"
              "brake\tcpu-throttle-alert\t0\t1\n"
              "brake\tgpu-throttle-alert\t0\t1\n");
}

TEST_CASE("telemetry/hotOrin_saysWhatSlowsItDown") {
  Nvml none("");
  Telemetry telemetry = readTelemetry(Files(kTrees + "/agx-orin-jetpack6-hot"), none);
  CHECK_EQUAL(telemetry.gpuLoadPermille.value(), 1000);
  CHECK_EQUAL(telemetry.overCurrentEvents.value(), 7);
  CHECK_EQUAL(telemetry.powerMode->name, "MAXN");
  CHECK_EQUAL(telemetry.brakes.size(), 3U);
  CHECK_EQUAL(telemetry.brakes[0].state, 8);
  CHECK_EQUAL(telemetry.clocks[0].limitKilohertz.value(), 408000);
}

TEST_CASE("telemetry/orinWithJetPack5_isReadFromOtherPlaces") {
  Nvml none("");
  Telemetry telemetry = readTelemetry(Files(kTrees + "/orin-nx-jetpack5"), none);
  CHECK_EQUAL(telemetry.gpuLoadPermille.value(), 0);
  CHECK_EQUAL(telemetry.clocks[0].kilohertz, 305894);
  CHECK_EQUAL(telemetry.rails[0].criticalMilliamps.value(), 6000);
  CHECK_EQUAL(telemetry.powerMode->id, 3);
  CHECK_EQUAL(telemetry.powerMode->name, "");
  CHECK(!telemetry.overCurrentEvents);
  CHECK_EQUAL(telemetry.brakes.size(), 2U);
  CHECK_EQUAL(telemetry.brakes[0].name, "thermal-cpufreq-0");
  CHECK_EQUAL(telemetry.brakes[1].name, "thermal-devfreq-0");
}

TEST_CASE("telemetry/thor_namesItsGpuByItsClock") { CHECK_EQUAL(linesOf("agx-thor"), "clock\tgpu\t1575000\t1575000\t-\n"); }

TEST_CASE("telemetry/serverWithoutGpu_leavesOutWhatItHasNot") {
  CHECK_EQUAL(linesOf("server"),
              "load.average.milli\t50\n"
              "memory.total.kib\t24576000\n"
              "memory.available.kib\t20133000\n"
              "zone\tx86_pkg_temp\t41000\t-\t-\n"
              "brake\tProcessor\t0\t10\n");
}

TEST_CASE("telemetry/damagedFiles_areUnknownAndHarmNothing") {
  CHECK_EQUAL(linesOf("damaged"), "zone\ttab?here\t41000\t-\t-\n");
  CHECK_EQUAL(linesOf("none"), "");
}

TEST_CASE("telemetry/loadAverageWithoutTwoDecimals_isUnknown") {
  ScratchDirectory directory;
  std::filesystem::create_directory(directory.path() + "/proc");
  Nvml none("");
  for (const char* text : {"", "high", "1", "1.5", "1. 5", ".50", "high.50", "0.x5 1.00"}) {
    std::ofstream(directory.path() + "/proc/loadavg") << text;
    CHECK_SAYS(!readTelemetry(Files(directory.path()), none).loadAverageMilli, text);
  }
}

TEST_CASE("telemetry/thisMachine_hasMemory") {
  Nvml none("");
  CHECK(readTelemetry(Files(""), none).memoryTotalKib.value() > 0);
}

TEST_CASE("telemetry/hugeFile_isReadInPart") {
  ScratchDirectory directory;
  std::ofstream(directory.path() + "/huge") << std::string(300000, '7');
  Files files(directory.path());
  CHECK(files.text("huge")->size() <= Files::kFileBytesMax + 4096);
  CHECK(!files.number("huge"));
}

TEST_CASE("telemetry/numbers") {
  CHECK_EQUAL(parseNumber("-40000 mC").value(), -40000);
  CHECK_EQUAL(parseNumber("1000000000000000").value(), kNumberMax);
  CHECK_EQUAL(parseNumber("-1000000000000000").value(), -kNumberMax);
  for (const char* none : {"", "x", "1x", "+1", "0x10", "1000000000000001", "-1000000000000001", "9223372036854775807",
                           "9223372036854775808"}) {
    CHECK_SAYS(!parseNumber(none), none);
  }
}

TEST_CASE("telemetry/nvml_isReadWhereItIs") {
  setenv("SIGNET_NVML_STUB", "all", 1);
  Nvml nvml(kNvmlStub);
  CHECK_EQUAL(toLines(readTelemetry(Files(kTrees + "/none"), nvml)),
              "nvml.load.permille\t730\n"
              "nvml.memory.total.bytes\t85899345920\n"
              "nvml.memory.used.bytes\t1073741824\n"
              "nvml.celsius\t61\n"
              "nvml.celsius.slowdown\t90\n"
              "nvml.milliwatts\t350000\n"
              "nvml.megahertz\t1980\n"
              "nvml.megahertz.maximum\t1980\n"
              "nvml.throttle.reasons\t4\n");
}

TEST_CASE("telemetry/nvmlThatKnowsLittle_saysLittle") {
  setenv("SIGNET_NVML_STUB", "load", 1);
  Nvml nvml(kNvmlStub);
  CHECK_EQUAL(toLines(readTelemetry(Files(kTrees + "/none"), nvml)), "nvml.load.permille\t730\n");
}

TEST_CASE("telemetry/nvmlWithoutDriverOrDevice_isNothing") {
  for (const char* kind : {"no-driver", "no-device"}) {
    setenv("SIGNET_NVML_STUB", kind, 1);
    CHECK(!Nvml(kNvmlStub).read());
  }
  CHECK(!Nvml("libnone-of-this-name.so").read());
}
