import Dispatch
import Records
import Synchronization

/// Reads a source on a thread of its own, a few hundred records ahead of who stores them: a machine has two
/// cores, and reading is about a sixth of an import.
enum ReadAhead {
  private static let recordsAtOnce = 512
  private static let portions = 4

  /// Hands each record to the body, on the caller's thread.
  /// - Throws: what the source or the body throws.
  static func each(_ source: any RecordSource, _ body: (RecordItem) throws -> Void) throws {
    let belt = Belt(source)
    DispatchQueue.global().async { belt.fill() }
    defer { belt.stop() }
    while let portion = try belt.next() { for item in portion { try body(item) } }
  }

  /// Portions of records on their way from the reading thread to the storing one.
  private final class Belt: @unchecked Sendable {
    /// Touched by the reading thread alone until it has ended.
    private let source: any RecordSource
    private let waiting = Mutex<[Result<[RecordItem], any Error>]>([])
    private let filled = DispatchSemaphore(value: 0)
    private let room = DispatchSemaphore(value: portions)
    private let ended = DispatchSemaphore(value: 0)
    private let isStopped = Atomic(false)

    init(_ source: any RecordSource) { self.source = source }

    func fill() {
      defer { ended.signal() }
      while true {
        let portion = Result { try read() }
        room.wait()
        if isStopped.load(ordering: .relaxed) { return }
        waiting.withLock { $0.append(portion) }
        filled.signal()
        guard case .success(let items) = portion, !items.isEmpty else { return }
      }
    }

    private func read() throws -> [RecordItem] {
      var items: [RecordItem] = []
      items.reserveCapacity(recordsAtOnce)
      while items.count < recordsAtOnce, let item = try source.next() { items.append(item) }
      return items
    }

    /// - Returns: nil at the end.
    func next() throws -> [RecordItem]? {
      filled.wait()
      let portion = try waiting.withLock { $0.removeFirst() }.get()
      room.signal()
      return portion.isEmpty ? nil : portion
    }

    /// Waits until the reading thread has let go of the source.
    func stop() {
      isStopped.store(true, ordering: .relaxed)
      room.signal()
      ended.wait()
    }
  }
}
