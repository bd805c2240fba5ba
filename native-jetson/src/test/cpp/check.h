// The few lines that these tests need of a test framework.
#pragma once

#include <cstdint>
#include <functional>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace signet::test {

struct Case {
  std::string name;  // suite/case
  std::function<void()> body;
};

inline std::vector<Case>& cases() {
  static std::vector<Case> all;
  return all;
}

struct Registration {
  Registration(const char* name, std::function<void()> body) { cases().push_back({name, std::move(body)}); }
};

struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

template <class A, class B>
void requireEqual(const A& actual, const B& expected, const char* what, const char* file, int line) {
  if (!(actual == expected)) {
    std::ostringstream text;
    text << file << ":" << line << ": " << what << " is " << actual << ", not " << expected;
    throw Failure(text.str());
  }
}

inline void requireTrue(bool holds, const std::string& what, const char* file, int line) {
  if (!holds) {
    throw Failure(std::string(file) + ":" + std::to_string(line) + ": " + what);
  }
}

// What the exception of the wanted kind says; fails if there is none.
template <class E>
std::string messageOf(const std::function<void()>& body) {
  try {
    body();
  } catch (const E& e) {
    return e.what();
  }
  throw Failure("nothing was thrown");
}

}  // namespace signet::test

#define SIGNET_JOIN2(a, b) a##b
#define SIGNET_JOIN(a, b) SIGNET_JOIN2(a, b)
#define TEST_CASE(name)                                                                            \
  static void SIGNET_JOIN(testCase, __LINE__)();                                                   \
  static const ::signet::test::Registration SIGNET_JOIN(registration, __LINE__)(                   \
      name, SIGNET_JOIN(testCase, __LINE__));                                                      \
  static void SIGNET_JOIN(testCase, __LINE__)()
#define CHECK_EQUAL(actual, expected) ::signet::test::requireEqual(actual, expected, #actual, __FILE__, __LINE__)
#define CHECK(holds) ::signet::test::requireTrue(holds, #holds " does not hold", __FILE__, __LINE__)
#define CHECK_SAYS(holds, says) ::signet::test::requireTrue(holds, says, __FILE__, __LINE__)
