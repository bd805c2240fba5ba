// The calls of io.signet.jetson.internal.NativeCalls, which says what each does.
#include <stdexcept>

#include "cuda/device.h"
#include "jni/jni_support.h"
#include "preprocess/preprocess.h"
#include "telemetry/telemetry.h"

using namespace signet;
using namespace signet::jni;

namespace {

// Changes with every change of a call's meaning; NativeCalls.java has the same.
constexpr jint kInterfaceVersion = 1;

CudaDevice& deviceOf(jlong handle) { return *reinterpret_cast<CudaDevice*>(handle); }

// Fields in the order that CudaProbeText.java reads them in.
std::string toText(const CudaDeviceInfo& info) {
  return std::to_string(info.major) + "\t" + std::to_string(info.minor) + "\t" + std::to_string(info.memoryBytes) + "\t" +
         (info.integrated ? "1" : "0") + "\t" + std::to_string(info.driverVersion) + "\t" + info.name;
}

struct TelemetrySource {
  Files files;
  Nvml nvml;
};

void requireAligned(const Memory& tensor) {
  if (reinterpret_cast<uintptr_t>(tensor.address) % alignof(float) != 0) {
    throw std::invalid_argument("the tensor must start at a multiple of 4 bytes");
  }
}

Workers& workersOf(jlong handle) {
  if (handle == 0) {
    throw std::invalid_argument("no workers");
  }
  return *reinterpret_cast<Workers*>(handle);
}

}  // namespace

extern "C" {

JNIEXPORT jint JNICALL Java_io_signet_jetson_internal_NativeCalls_interfaceVersion(JNIEnv*, jclass) {
  return kInterfaceVersion;
}

JNIEXPORT jstring JNICALL Java_io_signet_jetson_internal_NativeCalls_vectorPath(JNIEnv* env, jclass) {
  return env->NewStringUTF(vectorPathName());
}

JNIEXPORT jlong JNICALL Java_io_signet_jetson_internal_NativeCalls_newWorkers(JNIEnv* env, jclass, jint threads) {
  return guarded(env, jlong{0}, [&] { return reinterpret_cast<jlong>(new Workers(threads)); });
}

JNIEXPORT void JNICALL Java_io_signet_jetson_internal_NativeCalls_freeWorkers(JNIEnv*, jclass, jlong workers) {
  delete reinterpret_cast<Workers*>(workers);
}

JNIEXPORT void JNICALL Java_io_signet_jetson_internal_NativeCalls_preprocess(JNIEnv* env, jclass, jlong workers,
                                                                             jboolean plain, jintArray numbers,
                                                                             jfloatArray factors, jobject source,
                                                                             jobject target) {
  guarded(env, 0, [&] {
    Recipe recipe = recipeOf(env, numbers, factors);
    Memory from = memoryOf(env, source, "picture");
    Memory to = memoryOf(env, target, "tensor");
    requireAligned(to);
    preprocess(recipe, from.address, from.bytes, to.address, to.bytes, plain ? Path::kPlain : Path::kVector,
               workersOf(workers));
    return 0;
  });
}

JNIEXPORT jlong JNICALL Java_io_signet_jetson_internal_NativeCalls_openTelemetry(JNIEnv* env, jclass, jstring root,
                                                                                 jstring nvmlLibrary) {
  return guarded(env, jlong{0}, [&] {
    return reinterpret_cast<jlong>(new TelemetrySource{Files(textOf(env, root)), Nvml(textOf(env, nvmlLibrary))});
  });
}

JNIEXPORT void JNICALL Java_io_signet_jetson_internal_NativeCalls_closeTelemetry(JNIEnv*, jclass, jlong source) {
  delete reinterpret_cast<TelemetrySource*>(source);
}

JNIEXPORT jstring JNICALL Java_io_signet_jetson_internal_NativeCalls_readTelemetry(JNIEnv* env, jclass, jlong source) {
  return guarded(env, jstring{nullptr}, [&] {
    auto* from = reinterpret_cast<TelemetrySource*>(source);
    return env->NewStringUTF(toLines(readTelemetry(from->files, from->nvml)).c_str());
  });
}

JNIEXPORT jstring JNICALL Java_io_signet_jetson_internal_NativeCalls_kernels(JNIEnv* env, jclass) {
  return env->NewStringUTF(kernelImages().names.c_str());
}

JNIEXPORT jstring JNICALL Java_io_signet_jetson_internal_NativeCalls_probeCuda(JNIEnv* env, jclass, jstring library) {
  return guarded(env, jstring{nullptr}, [&] {
    return env->NewStringUTF(toText(CudaDriver(textOf(env, library)).deviceInfo()).c_str());
  });
}

JNIEXPORT jlong JNICALL Java_io_signet_jetson_internal_NativeCalls_openCuda(JNIEnv* env, jclass, jstring library) {
  return guarded(env, jlong{0},
                 [&] { return reinterpret_cast<jlong>(new CudaDevice(textOf(env, library), kernelImages())); });
}

JNIEXPORT void JNICALL Java_io_signet_jetson_internal_NativeCalls_closeCuda(JNIEnv*, jclass, jlong device) {
  delete reinterpret_cast<CudaDevice*>(device);
}

JNIEXPORT jlong JNICALL Java_io_signet_jetson_internal_NativeCalls_allocate(JNIEnv* env, jclass, jlong device,
                                                                            jlong bytes) {
  return guarded(env, jlong{0}, [&] {
    return reinterpret_cast<jlong>(deviceOf(device).allocate(static_cast<size_t>(bytes)));
  });
}

JNIEXPORT jobject JNICALL Java_io_signet_jetson_internal_NativeCalls_view(JNIEnv* env, jclass, jlong address,
                                                                          jlong bytes) {
  return env->NewDirectByteBuffer(reinterpret_cast<void*>(address), bytes);
}

JNIEXPORT void JNICALL Java_io_signet_jetson_internal_NativeCalls_free(JNIEnv*, jclass, jlong device, jlong address) {
  deviceOf(device).free(reinterpret_cast<void*>(address));
}

JNIEXPORT void JNICALL Java_io_signet_jetson_internal_NativeCalls_preprocessOnDevice(JNIEnv* env, jclass, jlong device,
                                                                                     jintArray numbers,
                                                                                     jfloatArray factors, jobject source,
                                                                                     jobject target) {
  guarded(env, 0, [&] {
    Recipe recipe = recipeOf(env, numbers, factors);
    Memory from = memoryOf(env, source, "picture");
    Memory to = memoryOf(env, target, "tensor");
    requireAligned(to);
    deviceOf(device).preprocess(recipe, from.address, from.bytes, to.address, to.bytes);
    return 0;
  });
}

}  // extern "C"
