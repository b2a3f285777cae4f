import DatabaseAccess
import Logging
import Synchronization

/// Small writes that no response waits for: audit entries, the time a session was last seen. While another transaction
/// (an import) holds the write lock, they wait here and the browser does not.
final class BackgroundWrites: Sendable {
  typealias Write = @Sendable (any SQLSession) throws -> Void

  /// Bounds the memory of the queue to a few MB.
  static let limit = 20_000

  /// A write, and a callback with whether it succeeded.
  private typealias Entry = (write: Write, end: @Sendable (Bool) -> Void)

  private let continuation: AsyncStream<Entry>.Continuation
  private let waiting: Waiting
  private let worker: Task<Void, Never>

  init(_ database: any SQLDatabase, _ logger: Logger) {
    let (stream, continuation) = AsyncStream.makeStream(of: Entry.self)
    self.continuation = continuation
    let waiting = Waiting()
    self.waiting = waiting
    worker = Task {
      for await entry in stream {
        entry.end(await Self.perform(entry.write, database, logger))
        waiting.count.subtract(1, ordering: .relaxed)
      }
    }
  }

  func write(_ write: @escaping Write) { enter(write) { _ in } }

  /// Queues a write unless one with the same key is still waiting.
  func write(once key: String, _ write: @escaping Write) {
    guard waiting.keys.withLock({ $0.insert(key).inserted }) else { return }
    enter(write) { [waiting] _ in _ = waiting.keys.withLock { $0.remove(key) } }
  }

  private func enter(_ write: @escaping Write, _ end: @escaping @Sendable (Bool) -> Void) {
    waiting.count.add(1, ordering: .relaxed)
    continuation.yield((write, end))
  }

  /// Queues a write behind those already waiting, and waits up to `patience` for it.
  /// - Parameter end: called with whether the write succeeded, however late.
  /// - Returns: whether it has been written by now.
  @discardableResult
  func write(
    _ write: @escaping Write, within patience: Duration, then end: @escaping @Sendable (Bool) -> Void
  ) async -> Bool {
    let (ends, told) = AsyncStream.makeStream(of: Bool.self)
    enter(write) { isWritten in
      end(isWritten)
      told.yield(isWritten)
      told.finish()
    }
    let clock = Task {
      try await Task.sleep(for: patience)
      told.yield(false)
    }
    defer { clock.cancel() }
    for await isWritten in ends { return isWritten }
    return false
  }

  /// - Throws: `StorageError.busy` while the queue is full, so that nothing is shown that could not be audited.
  func checkRoom() throws {
    guard waiting.count.load(ordering: .relaxed) >= Self.limit else { return }
    throw StorageError.busy("\(Self.limit) audit entries are waiting to be written.")
  }

  private final class Waiting: Sendable {
    let count = Atomic(0)
    let keys = Mutex<Set<String>>([])
  }

  /// Waits until the queue is empty, but not for ever: the database may be unavailable.
  func finish() async {
    continuation.finish()
    let patience = Task { [worker] in
      try await Task.sleep(for: .seconds(15))
      worker.cancel()
    }
    await worker.value
    patience.cancel()
  }

  /// - Returns: whether it was written.
  private static func perform(
    _ write: @escaping Write, _ database: any SQLDatabase, _ logger: Logger
  ) async -> Bool {
    while true {
      do {
        try await database.writeConcurrently(write)
        return true
      } catch StorageError.busy where !Task.isCancelled {
        try? await Task.sleep(for: .seconds(1))
      } catch {
        logger.error("A background write failed", metadata: ["error": "\(error)"])
        return false
      }
    }
  }
}
