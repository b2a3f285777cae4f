import DatabaseAccess
import Logging
import Synchronization

/// Small writes that no answer waits for: notes of the audit log, the last time a session was seen. While somebody
/// else writes (an import), they wait here, not in the visitor's browser.
final class BackgroundWrites: Sendable {
  typealias Write = @Sendable (any SQLSession) throws -> Void

  /// As many may wait as fit into some MB of memory.
  static let limit = 20_000

  private let continuation: AsyncStream<Write>.Continuation
  private let waiting: Waiting
  private let worker: Task<Void, Never>

  init(_ database: any SQLDatabase, _ logger: Logger) {
    let (stream, continuation) = AsyncStream.makeStream(of: Write.self)
    self.continuation = continuation
    let waiting = Waiting()
    self.waiting = waiting
    worker = Task {
      for await write in stream {
        await Self.perform(write, database, logger)
        waiting.count.subtract(1, ordering: .relaxed)
      }
    }
  }

  func write(_ write: @escaping Write) {
    waiting.count.add(1, ordering: .relaxed)
    continuation.yield(write)
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

  private static func perform(_ write: @escaping Write, _ database: any SQLDatabase, _ logger: Logger) async {
    while true {
      do {
        try await database.writeAside(write)
        return
      } catch StorageError.busy where !Task.isCancelled {
        try? await Task.sleep(for: .seconds(1))
      } catch {
        logger.error("A background write failed", metadata: ["error": "\(error)"])
        return
      }
    }
  }
}
