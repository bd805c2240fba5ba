#include "jni/jni_support.h"

#include <array>
#include <exception>
#include <new>
#include <stdexcept>

#include "cuda/error.h"

namespace signet::jni {

namespace {

constexpr jsize kNumbers = 14;
constexpr jsize kFactors = 6;

void throwNew(JNIEnv* env, const char* type, const char* message) noexcept {
  if (env->ExceptionCheck()) {
    return;  // Java's own exception says more
  }
  jclass found = env->FindClass(type);
  if (found != nullptr) {
    env->ThrowNew(found, message);
  }
}

}  // namespace

Memory memoryOf(JNIEnv* env, jobject buffer, const char* what) {
  void* address = buffer == nullptr ? nullptr : env->GetDirectBufferAddress(buffer);
  if (address == nullptr) {
    throw std::invalid_argument(std::string("the ") + what + " must be a direct buffer");
  }
  return Memory{static_cast<uint8_t*>(address), static_cast<size_t>(env->GetDirectBufferCapacity(buffer))};
}

std::string textOf(JNIEnv* env, jstring text) {
  if (text == nullptr) {
    throw std::invalid_argument("text is missing");
  }
  const char* characters = env->GetStringUTFChars(text, nullptr);
  if (characters == nullptr) {
    throw std::bad_alloc();
  }
  std::string copy(characters);
  env->ReleaseStringUTFChars(text, characters);
  return copy;
}

Recipe recipeOf(JNIEnv* env, jintArray numbers, jfloatArray factors) {
  if (numbers == nullptr || factors == nullptr || env->GetArrayLength(numbers) != kNumbers ||
      env->GetArrayLength(factors) != kFactors) {
    throw std::invalid_argument("a recipe has 14 numbers and 6 factors");
  }
  std::array<jint, kNumbers> n{};
  std::array<jfloat, kFactors> f{};
  env->GetIntArrayRegion(numbers, 0, kNumbers, n.data());
  env->GetFloatArrayRegion(factors, 0, kFactors, f.data());
  Recipe recipe{};
  recipe.format = static_cast<Format>(n[0]);
  recipe.width = n[1];
  recipe.height = n[2];
  recipe.rowBytes = n[3];
  recipe.chromaOffset = n[4];
  recipe.cropX = n[5];
  recipe.cropY = n[6];
  recipe.cropWidth = n[7];
  recipe.cropHeight = n[8];
  recipe.outWidth = n[9];
  recipe.outHeight = n[10];
  recipe.channels = static_cast<Channels>(n[11]);
  recipe.order = static_cast<Order>(n[12]);
  recipe.element = static_cast<Element>(n[13]);
  for (size_t channel = 0; channel < 3; channel++) {
    recipe.multiply[channel] = f[channel];
    recipe.add[channel] = f[3 + channel];
  }
  return recipe;
}

void rethrowInJava(JNIEnv* env) noexcept {
  try {
    throw;
  } catch (const std::invalid_argument& e) {
    throwNew(env, "java/lang/IllegalArgumentException", e.what());
  } catch (const CudaError& e) {
    throwNew(env, "io/signet/jetson/CudaException", e.what());
  } catch (const std::bad_alloc&) {
    throwNew(env, "java/lang/OutOfMemoryError", "native memory");
  } catch (const std::exception& e) {
    throwNew(env, "java/lang/IllegalStateException", e.what());
  } catch (...) {
    throwNew(env, "java/lang/IllegalStateException", "an unknown native error");
  }
}

}  // namespace signet::jni
