import DatabaseAccess
import Import
import Store
import Synchronization

/// Small batches of records that wait for the store. Those that arrive while others are written are written together,
/// in one transaction; each gets its own answer after the commit (docs/decisions/0052).
final class RecordQueue: Sendable {
  /// The maximum size of a batch, in bytes; a larger one has a separate transaction.
  static let batchLimit = 65_536
  /// Bounds the memory of waiting batches, in bytes.
  private static let waitingLimit = 32 * 1_048_576
  /// The limits of a transaction: batches, their bytes, and the time after which no other batch is begun.
  private static let batchesAtOnce = 256
  private static let bytesAtOnce = 1_048_576
  private static let time = Duration.milliseconds(100)

  private struct Entry: Sendable {
    let batch: RecordBatch
    let bytes: Int
    let answer: CheckedContinuation<ImportCounts, any Error>
  }

  private struct State {
    var waiting: [Entry] = []
    var bytes = 0
    var isWriting = false
  }

  private let database: any SQLDatabase
  private let state = Mutex(State())

  init(_ database: any SQLDatabase) { self.database = database }

  /// Imports a batch completely or not at all.
  /// - Parameter bytes: its size.
  /// - Returns: once it is committed.
  /// - Throws: `ValidationErrors` for a faulty batch, `StorageError.busy` if too much is waiting.
  func add(_ batch: RecordBatch, bytes: Int) async throws -> ImportCounts {
    try await withCheckedThrowingContinuation { answer in
      enter(Entry(batch: batch, bytes: bytes, answer: answer))
    }
  }

  private func enter(_ entry: Entry) {
    let isFull = state.withLock { state in
      if state.bytes + entry.bytes > Self.waitingLimit { return true }
      state.waiting.append(entry)
      state.bytes += entry.bytes
      if !state.isWriting {
        state.isWriting = true
        // Not a child of the request, which may be cancelled.
        Task.detached { await self.writeAll() }
      }
      return false
    }
    if isFull { entry.answer.resume(throwing: StorageError.busy("Too many records are waiting to be written.")) }
  }

  private func writeAll() async {
    while let entries = next() {
      let outcomes = await write(entries)
      for (entry, outcome) in zip(entries, outcomes) { entry.answer.resume(with: outcome) }
      putBack(entries.dropFirst(outcomes.count))
    }
  }

  /// The entries of the next transaction; nil if none are waiting.
  private func next() -> [Entry]? {
    state.withLock { state in
      var bytes = 0
      // Other batches may take long, or fail because of the engine's limits: they are in no other's transaction.
      let count = state.waiting.first?.batch.isJoint == true ? Self.batchesAtOnce : 1
      let entries = Array(
        state.waiting.prefix(count).prefix { entry in
          defer { bytes += entry.bytes }
          return bytes == 0 || entry.batch.isJoint && bytes + entry.bytes <= Self.bytesAtOnce
        })
      state.waiting.removeFirst(entries.count)
      state.bytes -= entries.reduce(0) { $0 + $1.bytes }
      state.isWriting = !entries.isEmpty
      return entries.isEmpty ? nil : entries
    }
  }

  private func putBack(_ entries: ArraySlice<Entry>) {
    state.withLock { state in
      state.waiting.insert(contentsOf: entries, at: 0)
      state.bytes += entries.reduce(0) { $0 + $1.bytes }
    }
  }

  /// - Returns: the outcomes of the first entries, at least of one.
  private func write(_ entries: [Entry]) async -> [RecordGroup.Outcome] {
    let batches = entries.map(\.batch)
    let hasBegun = Mutex(false)
    do {
      return try await database.write { session in
        hasBegun.withLock { $0 = true }
        return try RecordGroup.run(batches, within: Self.time, session)
      }
    } catch {
      let isOfStore = (error as? StorageError)?.isOfStore == true || !hasBegun.withLock { $0 }
      if entries.count == 1 || isOfStore { return entries.map { _ in .failure(error) } }
      // Some of them are the cause.
      return await write(Array(entries.prefix(entries.count / 2)))
    }
  }
}

extension StorageError {
  /// Whether the store is the cause, not what was written.
  fileprivate var isOfStore: Bool {
    switch self {
    case .full, .inputOutput, .unavailable, .interrupted: true
    // What was written may take too long for the store.
    case .busy, .constraint, .failed: false
    }
  }
}
