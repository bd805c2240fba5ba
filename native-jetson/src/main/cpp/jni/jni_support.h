// What every JNI function needs: arguments in C++'s terms, and C++'s exceptions as Java's.
#pragma once

#include <jni.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "preprocess/arithmetic.h"

namespace signet::jni {

// The memory of a direct buffer.
struct Memory {
  uint8_t* address;
  size_t bytes;
};

// Throws std::invalid_argument if `buffer` is no direct buffer.
Memory memoryOf(JNIEnv* env, jobject buffer, const char* what);

// Throws std::invalid_argument if `text` is null. The bytes (UTF-8 but for what lies outside the basic plane, which file names of devices don't).
std::string textOf(JNIEnv* env, jstring text);

// Reads what RecipeCodec.java wrote: 14 integers, and three factors followed by three summands. Throws std::invalid_argument
// if an array is null or of another length.
Recipe recipeOf(JNIEnv* env, jintArray numbers, jfloatArray factors);

// Throws in Java what was thrown in C++: IllegalArgumentException for std::invalid_argument, CudaException for CudaError,
// OutOfMemoryError for std::bad_alloc, IllegalStateException for the rest. To be called in a catch block.
void rethrowInJava(JNIEnv* env) noexcept;

// Calls `body`; if it throws, Java gets an exception and the caller `otherwise`.
template <class Result, class Body>
Result guarded(JNIEnv* env, Result otherwise, Body body) noexcept {
  try {
    return body();
  } catch (...) {
    rethrowInJava(env);
    return otherwise;
  }
}

}  // namespace signet::jni
