// Four columns at a time on aarch64, where every processor has NEON.
#include "preprocess/rows.h"

#if defined(__aarch64__)

#include <arm_neon.h>

#include <cstring>

#include "preprocess/vector_row.h"

namespace signet {
namespace {

struct Floats4 {
  float32x4_t v;

  static Floats4 all(float value) { return {vdupq_n_f32(value)}; }
  void store(float* to) const { vst1q_f32(to, v); }
  friend Floats4 operator+(Floats4 a, Floats4 b) { return {vaddq_f32(a.v, b.v)}; }
  friend Floats4 operator*(Floats4 a, Floats4 b) { return {vmulq_f32(a.v, b.v)}; }
};

struct Lanes4 {
  using Floats = Floats4;
  static constexpr int32_t kCount = 4;

  int32x4_t v;

  static Lanes4 all(int32_t value) { return {vdupq_n_s32(value)}; }
  static Lanes4 load(const int32_t* from) { return {vld1q_s32(from)}; }
  void store(int32_t* to) const { vst1q_s32(to, v); }
  static Lanes4 gather(const uint8_t* base, Lanes4 offsets) {
    int32_t at[kCount];
    int32_t fetched[kCount];
    vst1q_s32(at, offsets.v);
    for (int32_t i = 0; i < kCount; i++) {
      memcpy(&fetched[i], base + at[i], sizeof(int32_t));
    }
    return {vld1q_s32(fetched)};
  }
  static Lanes4 min(Lanes4 a, Lanes4 b) { return {vminq_s32(a.v, b.v)}; }
  static Lanes4 max(Lanes4 a, Lanes4 b) { return {vmaxq_s32(a.v, b.v)}; }
  static Lanes4 select(Lanes4 mask, Lanes4 ones, Lanes4 zeros) {
    return {vbslq_s32(vreinterpretq_u32_s32(mask.v), ones.v, zeros.v)};
  }
  static Floats4 toFloats(Lanes4 a) { return {vcvtq_f32_s32(a.v)}; }
  static Lanes4 round(Floats4 a, float low, float high) {
    return {vcvtnq_s32_f32(vminq_f32(vmaxq_f32(a.v, vdupq_n_f32(low)), vdupq_n_f32(high)))};
  }
  template <int bits>
  Lanes4 shiftRight() const {
    return {vshrq_n_s32(v, bits)};
  }
  template <int bits>
  Lanes4 shiftRightUnsigned() const {
    if constexpr (bits == 0) {
      return *this;
    } else {
      return {vreinterpretq_s32_u32(vshrq_n_u32(vreinterpretq_u32_s32(v), bits))};
    }
  }
  friend Lanes4 operator+(Lanes4 a, Lanes4 b) { return {vaddq_s32(a.v, b.v)}; }
  friend Lanes4 operator-(Lanes4 a, Lanes4 b) { return {vsubq_s32(a.v, b.v)}; }
  friend Lanes4 operator*(Lanes4 a, Lanes4 b) { return {vmulq_s32(a.v, b.v)}; }
  friend Lanes4 operator&(Lanes4 a, Lanes4 b) { return {vandq_s32(a.v, b.v)}; }
};

}  // namespace

void neonRow(const Job& job, int32_t y, const Tap& row) { vectorRow<Lanes4>(job, y, row); }

}  // namespace signet

#endif
