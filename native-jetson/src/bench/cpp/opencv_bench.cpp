// Compares pre-processing with OpenCV: a picture of 1920 x 1080 in NV12 to a tensor of 224 x 224 in RGB floats, scaled to
// -1 to 1. Both take turns in one process on as many threads:
//   opencv-bench THREADS SECONDS
// prints "NAME VALUE" lines. OpenCV's way is the usual one: cvtColor, resize with INTER_LINEAR, convertTo. The way around, which
// resizes the planes first and so gives other colours at edges, is timed too.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <random>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "preprocess/preprocess.h"

namespace {

constexpr int kWidth = 1920;
constexpr int kHeight = 1080;
constexpr int kSide = 224;
constexpr float kScale = 1 / 127.5F;
constexpr float kShift = -1;

// Soft shapes with some noise, as a camera gives; the chroma too.
std::vector<uint8_t> picture() {
  std::vector<uint8_t> bytes(kWidth * kHeight * 3 / 2);
  std::mt19937 random(5);
  for (int y = 0; y < kHeight * 3 / 2; y++) {
    for (int x = 0; x < kWidth; x++) {
      double level = 128 + 70 * std::sin(x / 37.0) * std::cos(y / 23.0) + 30 * std::sin((x + 3 * y) / 190.0);
      level += static_cast<int>(random() % 17) - 8;
      bytes[static_cast<size_t>(y) * kWidth + static_cast<size_t>(x)] =
          static_cast<uint8_t>(std::min(255.0, std::max(0.0, level)));
    }
  }
  return bytes;
}

signet::Recipe recipe() {
  signet::Recipe recipe{};
  recipe.format = signet::Format::kNv12Bt601;
  recipe.width = kWidth;
  recipe.height = kHeight;
  recipe.rowBytes = kWidth;
  recipe.chromaOffset = kWidth * kHeight;
  recipe.cropWidth = kWidth;
  recipe.cropHeight = kHeight;
  recipe.outWidth = kSide;
  recipe.outHeight = kSide;
  recipe.channels = signet::Channels::kRgb;
  recipe.order = signet::Order::kNhwc;
  recipe.element = signet::Element::kFloat32;
  for (int channel = 0; channel < 3; channel++) {
    recipe.multiply[channel] = kScale;
    recipe.add[channel] = kShift;
  }
  return recipe;
}

class OpenCv {
 public:
  explicit OpenCv(const std::vector<uint8_t>& bytes)
      : nv12_(kHeight * 3 / 2, kWidth, CV_8UC1, const_cast<uint8_t*>(bytes.data())) {}

  void run() {
    cv::cvtColor(nv12_, rgb_, cv::COLOR_YUV2RGB_NV12);
    cv::resize(rgb_, small_, cv::Size(kSide, kSide), 0, 0, cv::INTER_LINEAR);
    small_.convertTo(tensor_, CV_32F, kScale, kShift);
  }

  void runByPlanes() {
    cv::Mat luma = nv12_.rowRange(0, kHeight);
    cv::Mat chroma(kHeight / 2, kWidth / 2, CV_8UC2, nv12_.ptr(kHeight));
    cv::resize(luma, smallLuma_, cv::Size(kSide, kSide), 0, 0, cv::INTER_LINEAR);
    cv::resize(chroma, smallChroma_, cv::Size(kSide / 2, kSide / 2), 0, 0, cv::INTER_LINEAR);
    cv::cvtColorTwoPlane(smallLuma_, smallChroma_, small_, cv::COLOR_YUV2RGB_NV12);
    small_.convertTo(tensor_, CV_32F, kScale, kShift);
  }

  const float* tensor() const { return tensor_.ptr<float>(); }

 private:
  cv::Mat nv12_;
  cv::Mat rgb_;
  cv::Mat small_;
  cv::Mat smallLuma_;
  cv::Mat smallChroma_;
  cv::Mat tensor_;
};

// In levels, whatever the tensors are scaled by.
double largestDifference(const std::vector<float>& ours, const float* theirs) {
  double largest = 0;
  for (size_t i = 0; i < ours.size(); i++) {
    largest = std::max(largest, std::fabs(static_cast<double>(ours[i]) - theirs[i]) / kScale);
  }
  return largest;
}

template <class Body>
double microseconds(Body body) {
  auto start = std::chrono::steady_clock::now();
  body();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
}

// The time that a tenth of the runs stayed below: a run that was interrupted by others on the machine says nothing, and long
// runs are interrupted more often.
double undisturbed(std::vector<double> times) {
  auto tenth = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 10);
  std::nth_element(times.begin(), tenth, times.end());
  return *tenth;
}

}  // namespace

int main(int count, char** arguments) {
  int threads = count > 1 ? std::atoi(arguments[1]) : 1;
  double seconds = count > 2 ? std::atof(arguments[2]) : 2;
  cv::setNumThreads(threads);
  signet::Workers workers(threads);
  std::vector<uint8_t> bytes = picture();
  signet::Recipe what = recipe();
  std::vector<float> tensor(kSide * kSide * 3);
  OpenCv theirs(bytes);
  auto ours = [&] {
    signet::preprocess(what, bytes.data(), bytes.size(), reinterpret_cast<uint8_t*>(tensor.data()),
                       tensor.size() * sizeof(float), signet::Path::kVector, workers);
  };
  std::vector<double> ourTimes;
  std::vector<double> theirTimes;
  std::vector<double> planesTimes;
  double spent = 0;
  double levels = 0;
  while (spent < seconds * 1e6 || ourTimes.size() < 20) {
    ourTimes.push_back(microseconds(ours));
    theirTimes.push_back(microseconds([&] { theirs.run(); }));
    levels = std::max(levels, largestDifference(tensor, theirs.tensor()));
    planesTimes.push_back(microseconds([&] { theirs.runByPlanes(); }));
    spent += ourTimes.back() + theirTimes.back() + planesTimes.back();
  }
  std::cout << "ratio " << undisturbed(theirTimes) / undisturbed(ourTimes) << "\nplanes_ratio "
            << undisturbed(planesTimes) / undisturbed(ourTimes) << "\nlevels " << levels << "\nplanes_levels "
            << largestDifference(tensor, theirs.tensor()) << "\nours_us " << undisturbed(ourTimes) << "\nopencv_us "
            << undisturbed(theirTimes) << "\n";
  return 0;
}
