#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "check.h"
#include "random_recipe.h"

using namespace signet;
using namespace signet::test;

namespace {

Recipe greyRecipe(int32_t width, int32_t height, int32_t outWidth, int32_t outHeight) {
  Recipe r{};
  r.format = Format::kGrey;
  r.width = width;
  r.height = height;
  r.rowBytes = width;
  r.cropWidth = width;
  r.cropHeight = height;
  r.outWidth = outWidth;
  r.outHeight = outHeight;
  r.channels = Channels::kGrey;
  r.order = Order::kNhwc;
  r.element = Element::kFloat32;
  for (int channel = 0; channel < 3; channel++) {
    r.multiply[channel] = 1;
  }
  return r;
}

std::vector<float> floatsOf(const std::vector<uint8_t>& bytes) {
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

std::vector<float> levelsOf(const Recipe& recipe, const std::vector<uint8_t>& picture) {
  Workers workers(1);
  return floatsOf(compute(recipe, picture, Path::kPlain, workers));
}

// How many random cases a property is tried with: fewer where each takes long.
uint32_t tries(uint32_t usual) {
  const char* share = std::getenv("SIGNET_TRIES_PERCENT");
  return share == nullptr ? usual : usual * static_cast<uint32_t>(std::atoi(share)) / 100;
}

// ---- an oracle in double precision, written from the definitions and not from arithmetic.h ----

struct Rgb {
  double r, g, b;
};

double held(double level) { return std::min(255.0, std::max(0.0, level)); }

Rgb oraclePixel(const Recipe& r, const std::vector<uint8_t>& picture, int x, int y) {
  auto at = [&](int64_t i) { return static_cast<double>(picture[static_cast<size_t>(i)]); };
  int64_t line = static_cast<int64_t>(y) * r.rowBytes;
  Rgb c{};
  if (r.format == Format::kGrey) {
    c = {at(line + x), at(line + x), at(line + x)};
  } else if (r.format == Format::kRgb) {
    c = {at(line + 3 * x), at(line + 3 * x + 1), at(line + 3 * x + 2)};
    if (r.channels == Channels::kGrey) {
      double grey = std::round(0.299 * c.r + 0.587 * c.g + 0.114 * c.b);
      c = {grey, grey, grey};
    }
  } else {
    bool bt709 = r.format == Format::kNv12Bt709;
    int64_t chroma = r.chromaOffset + static_cast<int64_t>(y / 2) * r.rowBytes + x / 2 * 2;
    bool grey = r.channels == Channels::kGrey;
    double luma = 1.164 * std::max(0.0, at(line + x) - 16);
    double u = grey ? 0 : at(chroma) - 128;
    double v = grey ? 0 : at(chroma + 1) - 128;
    c = {held(std::round(luma + (bt709 ? 1.793 : 1.596) * v)),
         held(std::round(luma - (bt709 ? 0.213 : 0.391) * u - (bt709 ? 0.533 : 0.813) * v)),
         held(std::round(luma + (bt709 ? 2.112 : 2.018) * u))};
  }
  return c;
}

// Levels of one pixel of the tensor, before scaling, in the order of its channels.
std::vector<double> oracle(const Recipe& r, const std::vector<uint8_t>& picture, int x, int y) {
  double px = std::min(r.cropWidth - 1.0, std::max(0.0, (x + 0.5) * r.cropWidth / r.outWidth - 0.5));
  double py = std::min(r.cropHeight - 1.0, std::max(0.0, (y + 0.5) * r.cropHeight / r.outHeight - 0.5));
  int x0 = static_cast<int>(px);
  int y0 = static_cast<int>(py);
  int x1 = std::min(x0 + 1, r.cropWidth - 1);
  int y1 = std::min(y0 + 1, r.cropHeight - 1);
  double wx = px - x0;
  double wy = py - y0;
  Rgb a = oraclePixel(r, picture, r.cropX + x0, r.cropY + y0);
  Rgb b = oraclePixel(r, picture, r.cropX + x1, r.cropY + y0);
  Rgb c = oraclePixel(r, picture, r.cropX + x0, r.cropY + y1);
  Rgb d = oraclePixel(r, picture, r.cropX + x1, r.cropY + y1);
  auto mix = [&](double p, double q, double s, double t) {
    return (p * (1 - wx) + q * wx) * (1 - wy) + (s * (1 - wx) + t * wx) * wy;
  };
  std::vector<double> levels{mix(a.r, b.r, c.r, d.r), mix(a.g, b.g, c.g, d.g), mix(a.b, b.b, c.b, d.b)};
  if (r.channels == Channels::kBgr) {
    std::swap(levels[0], levels[2]);
  }
  if (r.channels == Channels::kGrey) {
    levels.resize(1);
  }
  return levels;
}

}  // namespace

TEST_CASE("preprocess/sameSize_keepsEachLevel") {
  Recipe recipe = greyRecipe(4, 1, 4, 1);
  CHECK(levelsOf(recipe, {0, 1, 254, 255}) == (std::vector<float>{0, 1, 254, 255}));
}

TEST_CASE("preprocess/halving_takesTheMeanOfTwo") {
  Recipe recipe = greyRecipe(4, 1, 2, 1);
  CHECK(levelsOf(recipe, {0, 100, 10, 13}) == (std::vector<float>{50, 11.5F}));
}

TEST_CASE("preprocess/doubling_holdsTheEdges") {
  Recipe recipe = greyRecipe(2, 1, 4, 1);
  CHECK(levelsOf(recipe, {0, 100}) == (std::vector<float>{0, 25, 75, 100}));
}

TEST_CASE("preprocess/crop_readsNothingOutside") {
  Recipe recipe = greyRecipe(5, 3, 2, 1);
  recipe.cropX = 1;
  recipe.cropY = 1;
  recipe.cropWidth = 2;
  recipe.cropHeight = 1;
  CHECK(levelsOf(recipe, {9, 9, 9, 9, 9, 9, 40, 50, 9, 9, 9, 9, 9, 9, 9}) == (std::vector<float>{40, 50}));
}

TEST_CASE("preprocess/nv12_blackWhiteAndPrimaries") {
  // BT.601, limited range: black, white, and the red that is usually given as (81, 90, 240)
  struct Known {
    uint8_t y, u, v;
    int r, g, b;
  };
  for (const Known& known : {Known{16, 128, 128, 0, 0, 0}, Known{235, 128, 128, 255, 255, 255},
                             Known{81, 90, 240, 254, 0, 0}, Known{145, 54, 34, 0, 255, 1},
                             Known{41, 240, 110, 0, 0, 255}, Known{0, 128, 128, 0, 0, 0}}) {
    Pixel pixel = yuvToPixel(known.y, known.u, known.v, matrixOf(Format::kNv12Bt601));
    CHECK_EQUAL(pixel.r, known.r);
    CHECK_EQUAL(pixel.g, known.g);
    CHECK_EQUAL(pixel.b, known.b);
  }
  // BT.709: red is (63, 102, 240)
  Pixel red = yuvToPixel(63, 102, 240, matrixOf(Format::kNv12Bt709));
  CHECK(red.r >= 254 && red.g <= 1 && red.b <= 1);
}

TEST_CASE("preprocess/ordersAndChannels_layOutAsTheySay") {
  Recipe recipe = greyRecipe(2, 1, 2, 1);
  recipe.format = Format::kRgb;
  recipe.rowBytes = 6;
  std::vector<uint8_t> picture{1, 2, 3, 4, 5, 6};
  recipe.channels = Channels::kRgb;
  CHECK(levelsOf(recipe, picture) == (std::vector<float>{1, 2, 3, 4, 5, 6}));
  recipe.order = Order::kNchw;
  CHECK(levelsOf(recipe, picture) == (std::vector<float>{1, 4, 2, 5, 3, 6}));
  recipe.channels = Channels::kBgr;
  CHECK(levelsOf(recipe, picture) == (std::vector<float>{3, 6, 2, 5, 1, 4}));
}

TEST_CASE("preprocess/quantising_roundsHalvesToEvenAndHoldsTheRange") {
  Recipe recipe = greyRecipe(5, 1, 5, 1);
  recipe.multiply[0] = 0.5F;
  recipe.element = Element::kUint8;
  Workers workers(1);
  std::vector<uint8_t> picture{1, 3, 5, 0, 255};
  CHECK(compute(recipe, picture, Path::kPlain, workers) == (std::vector<uint8_t>{0, 2, 2, 0, 128}));
  recipe.element = Element::kInt8;
  recipe.multiply[0] = 10;
  recipe.add[0] = -200;
  CHECK(compute(recipe, picture, Path::kPlain, workers) ==
        (std::vector<uint8_t>{0x80, 0x80, 0x80, 0x80, 0x7F}));
}

TEST_CASE("preprocess/plain_isWithinTheStatedToleranceOfTheDefinition") {
  Workers workers(1);
  for (uint32_t seed = 1; seed <= tries(150); seed++) {
    RandomRecipe random(seed);
    Recipe recipe = random.recipe(40);
    recipe.element = Element::kFloat32;
    recipe.order = Order::kNhwc;
    for (int channel = 0; channel < 3; channel++) {
      recipe.multiply[channel] = 1;
      recipe.add[channel] = 0;
    }
    std::vector<uint8_t> picture = random.picture(recipe);
    std::vector<float> levels = floatsOf(compute(recipe, picture, Path::kPlain, workers));
    size_t i = 0;
    for (int y = 0; y < recipe.outHeight; y++) {
      for (int x = 0; x < recipe.outWidth; x++) {
        for (double expected : oracle(recipe, picture, x, y)) {
          double difference = std::fabs(levels[i] - expected);
          // weights are rounded to 1/2048: 255 / 4096 levels an axis; a level that lies at a half may round either way
          double allowed = 2 * 255.0 / 4096 + (recipe.format == Format::kGrey ? 0 : 1);
          CHECK_SAYS(difference <= allowed, "seed " + std::to_string(seed) + ", value " + std::to_string(i) +
                                                " differs by " + std::to_string(difference) + ": " + describe(recipe));
          i++;
        }
      }
    }
  }
}

TEST_CASE("preprocess/vector_givesThePlainPathsBits") {
  Workers one(1);
  Workers three(3);
  for (uint32_t seed = 1; seed <= tries(600); seed++) {
    RandomRecipe random(seed);
    Recipe recipe = random.recipe(seed % 10 == 0 ? 200 : 50);
    std::vector<uint8_t> picture = random.picture(recipe);
    std::vector<uint8_t> plain = compute(recipe, picture, Path::kPlain, one);
    CHECK_SAYS(compute(recipe, picture, Path::kVector, one) == plain,
               "seed " + std::to_string(seed) + ": " + describe(recipe));
    CHECK_SAYS(compute(recipe, picture, Path::kVector, three) == plain,
               "three threads, seed " + std::to_string(seed) + ": " + describe(recipe));
  }
}

TEST_CASE("preprocess/vectorPath_hasAName") {
  std::string name = vectorPathName();
#if defined(__aarch64__)
  CHECK_EQUAL(name, "neon");
#else
  CHECK(name == "avx2" || name == "plain");
#endif
}

TEST_CASE("preprocess/badRecipes_sayWhatIsAllowed") {
  Workers workers(1);
  auto refusal = [&](const std::function<void(Recipe&)>& spoil) {
    Recipe recipe = greyRecipe(4, 4, 2, 2);
    spoil(recipe);
    return messageOf<std::invalid_argument>([&] { checkRecipe(recipe, 16, 16); });
  };
  CHECK_EQUAL(refusal([](Recipe& r) { r.width = 0; }), "width must be 1 to 16384, not 0");
  CHECK_EQUAL(refusal([](Recipe& r) { r.rowBytes = 3; }), "rowBytes must be 4 to 65536, not 3");
  CHECK_EQUAL(refusal([](Recipe& r) { r.cropX = 1; }), "cropX must be 0 to 0, not 1");
  CHECK_EQUAL(refusal([](Recipe& r) { r.cropHeight = 5; }), "cropHeight must be 1 to 4, not 5");
  CHECK_EQUAL(refusal([](Recipe& r) { r.outHeight = 20000; }), "outHeight must be 1 to 16384, not 20000");
  CHECK_EQUAL(refusal([](Recipe& r) { r.format = static_cast<Format>(4); }), "format must be 0 to 3, not 4");
  CHECK_EQUAL(refusal([](Recipe& r) { r.multiply[2] = NAN; }), "multiply and add must be -1e6 to 1e6");
  CHECK_EQUAL(refusal([](Recipe& r) { r.height = 5; }), "the picture takes 20 bytes, its buffer has 16");
  CHECK_EQUAL(refusal([](Recipe& r) { r.outWidth = 3; }), "the tensor takes 24 bytes, its buffer has 16");
  CHECK_EQUAL(refusal([](Recipe& r) {
                r.format = Format::kNv12Bt601;
                r.height = 3;
              }),
              "an NV12 picture has an even width and height");
  CHECK_EQUAL(refusal([](Recipe& r) {
                r.format = Format::kNv12Bt601;
                r.chromaOffset = 15;
              }),
              "chromaOffset must be 16 to 2147483647, not 15");
}

TEST_CASE("workers/coverEachRowOnce") {
  for (int32_t threads : {1, 2, 7}) {
    Workers workers(threads);
    for (int32_t rows : {0, 1, 5, 1000}) {
      std::vector<int> seen(static_cast<size_t>(rows));
      workers.run(rows, [&seen](int32_t begin, int32_t end) {
        for (int32_t row = begin; row < end; row++) {
          seen[static_cast<size_t>(row)]++;
        }
      });
      CHECK(std::all_of(seen.begin(), seen.end(), [](int times) { return times == 1; }));
    }
  }
}

TEST_CASE("workers/callersOnSeveralThreads_takeTurns") {
  Workers workers(3);
  std::vector<std::vector<int>> seen(4, std::vector<int>(500));
  std::vector<std::thread> callers;
  for (std::vector<int>& mine : seen) {
    callers.emplace_back([&workers, &mine] {
      for (int i = 0; i < 20; i++) {
        workers.run(500, [&mine](int32_t begin, int32_t end) {
          for (int32_t row = begin; row < end; row++) {
            mine[static_cast<size_t>(row)]++;
          }
        });
      }
    });
  }
  for (std::thread& caller : callers) {
    caller.join();
  }
  for (const std::vector<int>& mine : seen) {
    CHECK(std::all_of(mine.begin(), mine.end(), [](int times) { return times == 20; }));
  }
}

TEST_CASE("workers/badCount_isRefused") {
  CHECK_EQUAL(messageOf<std::invalid_argument>([] { Workers workers(0); }), "threads must be 1 to 64, not 0");
}
