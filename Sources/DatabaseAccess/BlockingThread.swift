/// Threads that may wait, unlike those of the shared pool, of which there is one per core: those of a task executor that
/// was made for that.
package enum BlockingThread {
  /// Whether the current task runs on such a thread.
  package static var isCurrent: Bool { withUnsafeCurrentTask { $0?.unownedTaskExecutor != nil } }
}
