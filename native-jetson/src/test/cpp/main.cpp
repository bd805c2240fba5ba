// Runs the cases whose names start with the first argument, all without one; prints each and its failure.
#include "check.h"

int main(int count, char** arguments) {
  std::string prefix = count > 1 ? arguments[1] : "";
  int ran = 0;
  int failed = 0;
  for (const signet::test::Case& test : signet::test::cases()) {
    if (test.name.rfind(prefix, 0) != 0) {
      continue;
    }
    ran++;
    try {
      test.body();
      std::cout << "ok " << test.name << "\n";
    } catch (const std::exception& e) {
      failed++;
      std::cout << "not ok " << test.name << ": " << e.what() << "\n";
    }
  }
  std::cout << ran - failed << " passed, " << failed << " failed\n";
  return ran == 0 || failed > 0 ? 1 : 0;
}
