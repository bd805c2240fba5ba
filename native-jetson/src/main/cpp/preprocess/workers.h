// A fixed number of threads that share the rows of one piece of work after another.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace signet {

class Workers {
 public:
  static constexpr int32_t kThreadsMax = 64;

  // The calling thread counts: Workers(1) starts none. Throws std::invalid_argument unless 1 <= threads <= 64, and
  // std::system_error if the system gives no more threads.
  explicit Workers(int32_t threads);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // Calls task(begin, end) for parts of [0, rows) that cover it once, on all threads; returns when all are done. A task
  // must not throw. Callers on several threads take turns.
  void run(int32_t rows, const std::function<void(int32_t, int32_t)>& task);

  int32_t threads() const { return static_cast<int32_t>(threads_.size()) + 1; }

 private:
  void work();
  void stop();
  // Takes parts until none is left.
  void takeParts(std::unique_lock<std::mutex>& lock);

  std::mutex turn_;  // held by the one caller whose work is under way

  std::mutex mutex_;  // guards all below
  std::condition_variable started_;
  std::condition_variable finished_;
  const std::function<void(int32_t, int32_t)>* task_ = nullptr;
  int32_t next_ = 0;
  int32_t rows_ = 0;
  int32_t part_ = 1;
  int32_t running_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace signet
