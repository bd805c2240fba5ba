// Eight columns at a time on x86-64 with AVX2. Compiled for AVX2, so nothing in here may be inlined elsewhere: only
// functions without external linkage, and none of the standard library's templates.
#include "preprocess/rows.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include "preprocess/vector_row.h"

namespace signet {
namespace {

struct Floats8 {
  __m256 v;

  static Floats8 all(float value) { return {_mm256_set1_ps(value)}; }
  void store(float* to) const { _mm256_storeu_ps(to, v); }
  friend Floats8 operator+(Floats8 a, Floats8 b) { return {_mm256_add_ps(a.v, b.v)}; }
  friend Floats8 operator*(Floats8 a, Floats8 b) { return {_mm256_mul_ps(a.v, b.v)}; }
};

struct Lanes8 {
  using Floats = Floats8;
  static constexpr int32_t kCount = 8;

  __m256i v;

  static Lanes8 all(int32_t value) { return {_mm256_set1_epi32(value)}; }
  static Lanes8 load(const int32_t* from) { return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))}; }
  void store(int32_t* to) const { _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), v); }
  static Lanes8 gather(const uint8_t* base, Lanes8 offsets) {
    return {_mm256_i32gather_epi32(reinterpret_cast<const int*>(base), offsets.v, 1)};
  }
  static Lanes8 min(Lanes8 a, Lanes8 b) { return {_mm256_min_epi32(a.v, b.v)}; }
  static Lanes8 max(Lanes8 a, Lanes8 b) { return {_mm256_max_epi32(a.v, b.v)}; }
  static Lanes8 select(Lanes8 mask, Lanes8 ones, Lanes8 zeros) {
    return {_mm256_blendv_epi8(zeros.v, ones.v, mask.v)};
  }
  static Floats8 toFloats(Lanes8 a) { return {_mm256_cvtepi32_ps(a.v)}; }
  static Lanes8 round(Floats8 a, float low, float high) {
    __m256 held = _mm256_min_ps(_mm256_max_ps(a.v, _mm256_set1_ps(low)), _mm256_set1_ps(high));
    return {_mm256_cvtps_epi32(held)};
  }
  template <int bits>
  Lanes8 shiftRight() const {
    return {_mm256_srai_epi32(v, bits)};
  }
  template <int bits>
  Lanes8 shiftRightUnsigned() const {
    return {_mm256_srli_epi32(v, bits)};
  }
  friend Lanes8 operator+(Lanes8 a, Lanes8 b) { return {_mm256_add_epi32(a.v, b.v)}; }
  friend Lanes8 operator-(Lanes8 a, Lanes8 b) { return {_mm256_sub_epi32(a.v, b.v)}; }
  friend Lanes8 operator*(Lanes8 a, Lanes8 b) { return {_mm256_mullo_epi32(a.v, b.v)}; }
  friend Lanes8 operator&(Lanes8 a, Lanes8 b) { return {_mm256_and_si256(a.v, b.v)}; }
};

}  // namespace

void avx2Row(const Job& job, int32_t y, const Tap& row) { vectorRow<Lanes8>(job, y, row); }

}  // namespace signet

#endif
