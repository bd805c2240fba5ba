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

// A ByteBuffer counts its bytes in an int.
constexpr jlong kViewBytesMax = 0x7fffffff;

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

// What a handle stands for; `none` is the message if it is 0.
template <class Object>
Object& objectOf(jlong handle, const char* none) {
  if (handle == 0) {
    throw std::invalid_argument(none);
  }
  return *reinterpret_cast<Object*>(handle);
}

Workers& workersOf(jlong handle) { return objectOf<Workers>(handle, "there are no workers at address 0"); }

TelemetrySource& telemetryOf(jlong handle) {
  return objectOf<TelemetrySource>(handle, "there is no telemetry reader at address 0");
}

CudaDevice& deviceOf(jlong handle) { return objectOf<CudaDevice>(handle, "there is no CUDA device at address 0"); }

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

JNIEXPORT void JNICALL Java_io_signet_jetson_internal_NativeCalls_freeWorkers(JNIEnv* env, jclass, jlong workers) {
  guarded(env, 0, [&] {
    delete &workersOf(workers);
    return 0;
  });
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

JNIEXPORT void JNICALL Java_io_signet_jetson_internal_NativeCalls_closeTelemetry(JNIEnv* env, jclass, jlong source) {
  guarded(env, 0, [&] {
    delete &telemetryOf(source);
    return 0;
  });
}

JNIEXPORT jstring JNICALL Java_io_signet_jetson_internal_NativeCalls_readTelemetry(JNIEnv* env, jclass, jlong source) {
  return guarded(env, jstring{nullptr}, [&] {
    TelemetrySource& from = telemetryOf(source);
    return env->NewStringUTF(toLines(readTelemetry(from.files, from.nvml)).c_str());
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

JNIEXPORT void JNICALL Java_io_signet_jetson_internal_NativeCalls_closeCuda(JNIEnv* env, jclass, jlong device) {
  guarded(env, 0, [&] {
    delete &deviceOf(device);
    return 0;
  });
}

JNIEXPORT jlong JNICALL Java_io_signet_jetson_internal_NativeCalls_allocate(JNIEnv* env, jclass, jlong device,
                                                                            jlong bytes) {
  return guarded(env, jlong{0}, [&] {
    return reinterpret_cast<jlong>(deviceOf(device).allocate(static_cast<size_t>(bytes)));
  });
}

JNIEXPORT jobject JNICALL Java_io_signet_jetson_internal_NativeCalls_view(JNIEnv* env, jclass, jlong address,
                                                                          jlong bytes) {
  return guarded(env, jobject{nullptr}, [&] {
    if (bytes < 1 || bytes > kViewBytesMax) {
      throw std::invalid_argument("a buffer has 1 to " + std::to_string(kViewBytesMax) + " bytes, not " +
                                  std::to_string(bytes));
    }
    return env->NewDirectByteBuffer(&objectOf<uint8_t>(address, "there is no memory at address 0"), bytes);
  });
}

JNIEXPORT void JNICALL Java_io_signet_jetson_internal_NativeCalls_free(JNIEnv* env, jclass, jlong device, jlong address) {
  guarded(env, 0, [&] {
    deviceOf(device).free(reinterpret_cast<void*>(address));  // which ignores what it has not allocated
    return 0;
  });
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
