import Dispatch
import Foundation
import Synchronization

/// Prefetches elements on a separate thread, so that producer and consumer use two cores.
package final class Prefetcher<Element: Sendable>: Sendable {
  private let belt: BoundedQueue

  /// Starts immediately.
  /// - Parameters:
  ///   - room: the number of elements to prefetch.
  ///   - make: returns nil at the end. Its captures must not be used elsewhere while this object exists.
  package init(room: Int, _ make: @escaping () throws -> Element?) {
    let belt = BoundedQueue(room, make)
    self.belt = belt
    // Not a Dispatch thread: there are only as many as cores, and this one mostly waits.
    Thread.detachNewThread { belt.fill() }
  }

  /// Waits until the other thread has ended.
  deinit { belt.stop() }

  /// - Returns: nil at the end; it must not be called after that.
  package func next() throws -> Element? { try belt.next() }

  private final class BoundedQueue: @unchecked Sendable {
    /// Called only by the producing thread.
    private let make: () throws -> Element?
    private let waiting = Mutex<[Result<Element?, any Error>]>([])
    private let filled = DispatchSemaphore(value: 0)
    private let room: DispatchSemaphore
    private let ended = DispatchSemaphore(value: 0)
    private let isStopped = Atomic(false)

    init(_ places: Int, _ make: @escaping () throws -> Element?) {
      self.make = make
      room = DispatchSemaphore(value: 0)
      for _ in 0..<places { room.signal() }
    }

    func fill() {
      defer { ended.signal() }
      while !isStopped.load(ordering: .relaxed) {
        let element = Result { try make() }
        room.wait()
        waiting.withLock { $0.append(element) }
        filled.signal()
        guard case .success(.some) = element else { return }
      }
    }

    func next() throws -> Element? {
      filled.wait()
      defer { room.signal() }
      return try waiting.withLock { $0.removeFirst() }.get()
    }

    func stop() {
      isStopped.store(true, ordering: .relaxed)
      room.signal()
      ended.wait()
    }
  }
}
