import DatabaseAccess
import Synchronization

/// How much of bodies that are still coming in is kept in memory, of all requests together.
final class BodyMemory: Sendable {
  /// Six of the largest batches.
  static let limit = 6 * RecordsAPI.bodyLimit

  private let bytes = Atomic(0)

  /// What one body holds; given back with it.
  final class Share: Sendable {
    private let memory: BodyMemory
    private let bytes = Atomic(0)

    fileprivate init(_ memory: BodyMemory) { self.memory = memory }

    deinit { giveBack() }

    /// - Throws: `StorageError.busy` if others hold all there is.
    func take(_ count: Int) throws {
      bytes.add(count, ordering: .relaxed)
      let all = memory.bytes.add(count, ordering: .relaxed).newValue
      if all > BodyMemory.limit { throw StorageError.busy("The bodies of other requests fill the memory.") }
    }

    func giveBack() { memory.bytes.subtract(bytes.exchange(0, ordering: .relaxed), ordering: .relaxed) }
  }

  func share() -> Share { Share(self) }
}
