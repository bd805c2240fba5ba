#include "preprocess/workers.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace signet {

namespace {

// Parts a thread: enough that one that is held up leaves its share to the others, few enough that taking them is cheap.
constexpr int32_t kPartsPerThread = 4;

}  // namespace

Workers::Workers(int32_t threads) {
  if (threads < 1 || threads > kThreadsMax) {
    throw std::invalid_argument("threads must be 1 to " + std::to_string(kThreadsMax) + ", not " +
                                std::to_string(threads));
  }
  threads_.reserve(static_cast<size_t>(threads - 1));
  try {
    for (int32_t i = 1; i < threads; i++) {
      threads_.emplace_back([this] { work(); });
    }
  } catch (...) {  // a destructor does not run for what was not constructed
    stop();
    throw;
  }
}

Workers::~Workers() { stop(); }

void Workers::stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  started_.notify_all();
  for (std::thread& thread : threads_) {
    thread.join();
  }
  threads_.clear();
}

void Workers::run(int32_t rows, const std::function<void(int32_t, int32_t)>& task) {
  std::lock_guard<std::mutex> turn(turn_);
  if (threads_.empty()) {
    task(0, rows);
    return;
  }
  std::unique_lock<std::mutex> lock(mutex_);
  task_ = &task;
  next_ = 0;
  rows_ = rows;
  part_ = std::max(1, rows / (threads() * kPartsPerThread));
  started_.notify_all();
  takeParts(lock);
  finished_.wait(lock, [this] { return running_ == 0; });
  task_ = nullptr;
}

void Workers::takeParts(std::unique_lock<std::mutex>& lock) {
  running_++;
  while (next_ < rows_) {
    int32_t begin = next_;
    int32_t end = std::min(rows_, begin + part_);
    next_ = end;
    const std::function<void(int32_t, int32_t)>& task = *task_;
    lock.unlock();
    task(begin, end);
    lock.lock();
  }
  if (--running_ == 0) {
    finished_.notify_all();
  }
}

void Workers::work() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    started_.wait(lock, [this] { return stopping_ || next_ < rows_; });
    if (stopping_) {
      return;
    }
    takeParts(lock);
  }
}

}  // namespace signet
