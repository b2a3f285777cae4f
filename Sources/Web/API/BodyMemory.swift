import DatabaseAccess
import Synchronization

/// Limits the memory of all request bodies that are being received, across requests.
final class BodyMemory: Sendable {
  /// Six batches of the maximum size.
  static let limit = 6 * RecordsAPI.bodyLimit

  private let bytes = Atomic(0)

  /// The memory of one body; released when it is deallocated.
  final class Share: Sendable {
    private let memory: BodyMemory
    private let bytes = Atomic(0)

    fileprivate init(_ memory: BodyMemory) { self.memory = memory }

    deinit { release() }

    /// - Throws: `StorageError.busy` if the limit is reached.
    func reserve(_ count: Int) throws {
      bytes.add(count, ordering: .relaxed)
      let all = memory.bytes.add(count, ordering: .relaxed).newValue
      if all > BodyMemory.limit { throw StorageError.busy("The memory for request bodies is full.") }
    }

    func release() { memory.bytes.subtract(bytes.exchange(0, ordering: .relaxed), ordering: .relaxed) }
  }

  func share() -> Share { Share(self) }
}
