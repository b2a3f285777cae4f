import DatabaseAccess
import Logging
import Synchronization

/// Small writes that no answer waits for: notes of the audit log, the last time a session was seen. While somebody
/// else writes (an import), they wait here, not in the visitor's browser.
final class BackgroundWrites: Sendable {
  typealias Write = @Sendable (any SQLSession) throws -> Void

  /// As many may wait as fit into some MB of memory.
  static let limit = 20_000

  /// A write, and what is to be told whether it is written.
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

  private func enter(_ write: @escaping Write, _ end: @escaping @Sendable (Bool) -> Void) {
    waiting.count.add(1, ordering: .relaxed)
    continuation.yield((write, end))
  }

  /// Writes in the background, after all that waits already, and waits for it for so long at most.
  /// - Parameter end: told, whenever that is, whether it is written.
  /// - Returns: whether it is written by now.
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

  /// - Throws: `StorageError.busy` while so much waits that what is looked at now could not be noted.
  func checkRoom() throws {
    guard waiting.count.load(ordering: .relaxed) >= Self.limit else { return }
    throw StorageError.busy("\(Self.limit) notes of the audit log wait to be written.")
  }

  private final class Waiting: Sendable {
    let count = Atomic(0)
  }

  /// Waits until all is written, but not for ever: a store that is away may stay away.
  func finish() async {
    continuation.finish()
    let patience = Task { [worker] in
      try await Task.sleep(for: .seconds(15))
      worker.cancel()
    }
    await worker.value
    patience.cancel()
  }

  /// - Returns: whether it is written.
  private static func perform(
    _ write: @escaping Write, _ database: any SQLDatabase, _ logger: Logger
  ) async -> Bool {
    while true {
      do {
        try await database.writeAside(write)
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
